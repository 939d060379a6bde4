import { setTimeout } from 'node:timers/promises';
import type { ProviderHarness, UpstreamFault } from '@keyrack/conformance';
import type { AuthPIEmulator, FaultEffect } from '@keyrack/emulators';
import { authpiProvider } from '../src/index.ts';

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
    headers: { 'Content-Type': 'application/json' },
  },
};
const methods: Readonly<Record<UpstreamFault['calls'], readonly (string | undefined)[]>> = {
  reads: ['GET'],
  writes: ['POST', 'PATCH', 'DELETE'],
  all: [undefined],
};

/** How other hands end a key: what is deleted is gone, what is revoked stays in the list. */
export type Removal = 'deleted' | 'revoked';

/** A fresh AuthPI account, seen from outside the provider. */
export function authpiHarness(emulator: AuthPIEmulator, removal: Removal): ProviderHarness {
  emulator.reset();
  const rules = new Set<number>();
  const { readyLine, keyId, accountId } = emulator;
  const keys = () => emulator.state().keys.filter(({ status }) => status !== 'revoked');
  return {
    kind: authpiProvider,
    draft: authpiProvider.readConnection({ fields: { ...readyLine }, text: null }),
    wrongDraft: authpiProvider.readConnection({ fields: { ...readyLine, keySecret: 'another-secret-of-nobody' }, text: null }),
    secrets: [emulator.keySecret, Buffer.from(`${keyId}:${emulator.keySecret}`).toString('base64')],
    ownUpstreamId: keyId,
    inspect: async () =>
      keys().map(({ id, name, status, fields }) => ({
        upstreamId: id,
        name,
        suspended: status === 'blocked',
        limits: limitsOf(fields['restrictions']),
        expiresAtMs: typeof fields['expires_at'] === 'number' ? fields['expires_at'] : null,
      })),
    accepts: async (secret) => keys().some(({ id, secrets }) => secrets.some((plain) => `${id}:${plain}` === secret.reveal())),
    countRequests: async () => emulator.accessLog.count,
    async createForeignKey(name) {
      const { data } = await send(emulator, `POST /v1/accounts/${accountId}/api-keys`, { name, restrictions: {} });
      return data.id;
    },
    async removeKey(upstreamId) {
      const path = `/v1/accounts/${accountId}/api-keys/${upstreamId}`;
      await send(emulator, removal === 'deleted' ? `DELETE ${path}` : `POST ${path}/revoke`);
    },
    async setFault(fault) {
      for (const rule of rules) emulator.faults.remove(rule);
      rules.clear();
      if (fault === null) return;
      for (const method of methods[fault.calls])
        rules.add(emulator.faults.add({ ...(method === undefined ? {} : { method }), times: 1_000, effect: effects[fault.kind] }));
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

function limitsOf(restrictions: unknown): { scopes?: readonly string[]; allowedAddresses?: readonly string[] } {
  // The emulator keeps what was sent, and adds an empty list of scopes.
  const { scopes, ip_allowlist: addresses = [] } = restrictions as { readonly scopes: string[]; readonly ip_allowlist?: string[] };
  return { ...(scopes.length > 0 ? { scopes } : {}), ...(addresses.length > 0 ? { allowedAddresses: addresses } : {}) };
}

/** Talks to the service without any of our code. The credential is a throw-away. */
async function send(
  { url, keyId, keySecret }: AuthPIEmulator,
  line: string,
  body?: object,
): Promise<{ readonly data: { readonly id: string } }> {
  const [method = '', path = ''] = line.split(' ');
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${line} was answered with ${answer.status}`);
  return JSON.parse(text === '' ? '{"data":{"id":""}}' : text) as { readonly data: { readonly id: string } };
}
