import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { ProviderHarness, UpstreamFault } from '@keyrack/conformance';
import type { FaultEffect, OutlineEmulator } from '@keyrack/emulators';
import { outlineProvider } from '../src/index.ts';

const effects: Readonly<Record<UpstreamFault['kind'], FaultEffect>> = {
  'answer-lost': { kind: 'close', when: 'after' },
  'request-lost': { kind: 'close', when: 'before' },
  delayed: { kind: 'hold', when: 'before', drop: true },
  hanging: { kind: 'hold', when: 'after' },
  failing: { kind: 'status', when: 'before', status: 503, body: 'Service Unavailable' },
  misrouted: { kind: 'status', when: 'before', status: 404, body: '{"error":"no such page"}' },
};
const methods: Readonly<Record<UpstreamFault['calls'], readonly (string | undefined)[]>> = {
  reads: ['GET'],
  writes: ['PUT', 'POST', 'DELETE'],
  all: [undefined],
};

/** A fresh Outline server behind real TLS, seen from outside the provider. */
export function outlineHarness(emulator: OutlineEmulator): ProviderHarness {
  emulator.reset();
  const rules = new Set<number>();
  const { certSha256, origin, url } = emulator;
  const keys = () => emulator.state().keys;
  return {
    kind: outlineProvider,
    draft: outlineProvider.readConnection({ fields: { ...emulator.readyLine }, text: null }),
    wrongDraft: outlineProvider.readConnection({ fields: { url: `${origin}/${'wrong-'.repeat(4)}`, certSha256 }, text: null }),
    secrets: [url.slice(origin.length + 1)],
    ownUpstreamId: null,
    inspect: async () =>
      keys().map(({ id, name, accepted, dataLimit }) => ({
        upstreamId: id,
        name,
        suspended: !accepted,
        limits: dataLimit === undefined ? {} : { dataLimitBytes: dataLimit.bytes },
        expiresAtMs: null,
      })),
    accepts: async (secret) => keys().some((key) => key.accessUrl === secret.reveal() && key.accepted),
    countRequests: async () => emulator.accessLog.count,
    async createForeignKey(name) {
      const before = new Set(keys().map((key) => key.id));
      await send(`${url}/access-keys`, 'POST', { name });
      return keys().find((key) => !before.has(key.id))?.id ?? '';
    },
    removeKey: (upstreamId) => send(`${url}/access-keys/${upstreamId}`, 'DELETE'),
    useKey: async (upstreamId) => emulator.feedTraffic({ keyId: upstreamId, bytes: 4_096 }),
    occupy: (intent) => send(`${url}/access-keys/${intent.upstreamId}`, 'PUT', { name: 'of others', password: 'of-others' }),
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

/** Talks to the server without any of our code. The credential in the address is a throw-away. */
function send(url: string, method: string, body?: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, rejectUnauthorized: false, agent: false, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume().on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status < 300) resolve();
          else reject(new Error(`${method} was answered with ${status}`));
        });
      },
    );
    outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
