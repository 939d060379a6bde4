import { setTimeout } from 'node:timers/promises';
import type { KeyLimits } from '@keyrack/contracts';
import type { ProviderHarness, UpstreamFault, UpstreamKey } from '@keyrack/conformance';
import type { FaultEffect, LiteLLMEmulator, LiteLLMKeyState } from '@keyrack/emulators';
import { litellmProvider } from '../src/index.ts';

const effects: Readonly<Record<UpstreamFault['kind'], FaultEffect>> = {
  'answer-lost': { kind: 'close', when: 'after' },
  'request-lost': { kind: 'close', when: 'before' },
  delayed: { kind: 'hold', when: 'before', drop: true },
  hanging: { kind: 'hold', when: 'after' },
  failing: { kind: 'status', when: 'before', status: 503, body: 'Service Unavailable' },
  misrouted: {
    kind: 'status',
    when: 'before',
    status: 404,
    body: '{"error":"no such page"}',
    headers: { 'content-type': 'application/json' },
  },
};
const methods: Readonly<Record<UpstreamFault['calls'], readonly (string | undefined)[]>> = {
  reads: ['GET'],
  writes: ['POST'],
  all: [undefined],
};
const spendLagMs = 10_000;

/** A fresh LiteLLM proxy, seen from outside the provider. */
export function litellmHarness(emulator: LiteLLMEmulator): ProviderHarness {
  emulator.reset();
  const rules = new Set<number>();
  const { apiKey, readyLine } = emulator;
  const post = (path: string, body: object): Promise<unknown> => send(emulator, path, body);
  const keys = (): readonly LiteLLMKeyState[] => emulator.state().keys;
  const read = (fields: Readonly<Record<string, string>>) => litellmProvider.readConnection({ fields, text: null });
  return {
    kind: litellmProvider,
    draft: read({ ...readyLine }),
    wrongDraft: read({ ...readyLine, apiKey: 'sk-wrong-wrong-wrong-wrong' }),
    secrets: [apiKey.slice(3)],
    ownUpstreamId: null,
    inspect: async () => keys().map(upstreamKey),
    accepts: async (secret) => keys().some((key) => key.secret === secret.reveal() && key.status === 'active'),
    countRequests: async () => emulator.accessLog.count,
    async createForeignKey(name) {
      const before = new Set(keys().map((key) => key.token));
      await post('/key/generate', { key_alias: name });
      return keys().find((key) => !before.has(key.token))?.token ?? '';
    },
    async removeKey(upstreamId) {
      await post('/key/delete', { keys: [upstreamId] });
    },
    // The proxy writes uses down when they are old enough.
    useKey: async (upstreamId) => emulator.use(upstreamId, { cost: 0.25, atMs: emulator.clock.nowMs() - spendLagMs }),
    async occupy(intent) {
      await post('/key/generate', { key_alias: intent.upstreamName });
    },
    async setFault(fault) {
      for (const rule of rules) emulator.faults.remove(rule);
      rules.clear();
      if (fault === null) return;
      for (const method of methods[fault.calls]) {
        rules.add(emulator.faults.add({ ...(method === undefined ? {} : { method }), times: 1_000, effect: effects[fault.kind] }));
      }
    },
    async releaseDelayed() {
      emulator.faults.release();
      while (emulator.accessLog.entries().some((call) => call.status === null && call.fault === null)) await setTimeout(1);
    },
    async [Symbol.asyncDispose]() {
      emulator.faults.clear();
    },
  };
}

function upstreamKey(key: LiteLLMKeyState): UpstreamKey {
  return {
    upstreamId: key.token,
    name: key.key_alias ?? '',
    suspended: key.blocked === true,
    limits: limitsOf(key),
    expiresAtMs: key.expires,
  };
}

function limitsOf(key: LiteLLMKeyState): KeyLimits {
  const numbers = {
    budgetUsd: key.max_budget,
    requestsPerMinute: key.rpm_limit,
    tokensPerMinute: key.tpm_limit,
    maxParallelRequests: key.max_parallel_requests,
  };
  const limits = Object.entries(numbers).flatMap(([name, value]) => (value === null ? [] : [[name, Number(value)] as const]));
  return {
    ...Object.fromEntries(limits),
    ...(key.budget_duration === null ? {} : { budgetPeriod: key.budget_duration }),
    ...(key.models.length === 0 ? {} : { models: key.models.map(String) }),
  };
}

/** Talks to the proxy without any of our code. */
async function send({ url, apiKey }: LiteLLMEmulator, path: string, body: object): Promise<unknown> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return answer.json();
}
