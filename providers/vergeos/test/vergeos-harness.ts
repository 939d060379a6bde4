import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { ProviderHarness, UpstreamFault } from '@keyrack/conformance';
import type { FaultEffect, VergeOSEmulator, VergeOSRow } from '@keyrack/emulators';
import type { Secret } from '@keyrack/secret';
import { vergeosProvider } from '../src/index.ts';

const effects: Readonly<Record<UpstreamFault['kind'], FaultEffect>> = {
  'answer-lost': { kind: 'close', when: 'after' },
  'request-lost': { kind: 'close', when: 'before' },
  delayed: { kind: 'hold', when: 'before', drop: true },
  hanging: { kind: 'hold', when: 'after' },
  failing: { kind: 'status', when: 'before', status: 503, body: 'Service Unavailable' },
  // In words that some tables of the system use too; only `err` is its own beyond doubt.
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
  writes: ['PUT', 'POST', 'DELETE'],
  all: [undefined],
};

/** The two ways in which a connection logs in. */
export type LoginKind = 'apiKey' | 'password';

/** A fresh VergeOS behind real TLS, seen from outside the provider. */
export function vergeosHarness(emulator: VergeOSEmulator, login: LoginKind): ProviderHarness {
  emulator.reset();
  const rules = new Set<number>();
  const { password, apiKey, readyLine } = emulator;
  const { system, url, username, certSha256 } = readyLine;
  const fieldsWith = (secret: string) => ({ system, url, username, certSha256, [login]: secret });
  const keys = () => emulator.state().keys;
  return {
    kind: vergeosProvider,
    draft: vergeosProvider.readConnection({ fields: fieldsWith(readyLine[login]), text: null }),
    wrongDraft: vergeosProvider.readConnection({ fields: fieldsWith(`${readyLine[login]}-wrong`), text: null }),
    secrets: [password, apiKey],
    ownUpstreamId: login === 'apiKey' ? String(emulator.state().ownKey) : null,
    inspect: async () =>
      keys().map(({ key, name, row }) => ({
        upstreamId: String(key),
        name,
        suspended: false,
        limits: limitsOf(row),
        expiresAtMs: expiryOf(row),
      })),
    accepts: async (secret) => (await send(emulator, { method: 'GET', path: '/system', secret })) === 200,
    countRequests: async () => emulator.accessLog.count,
    async createForeignKey(name) {
      const body = { user: 1, name, expires_type: 'never' };
      await send(emulator, { method: 'POST', path: '/user_api_keys', body });
      return String(keys().at(-1)?.key);
    },
    async removeKey(upstreamId) {
      await send(emulator, { method: 'DELETE', path: `/user_api_keys/${upstreamId}` });
    },
    async useKey(upstreamId) {
      const secret = keys().find(({ key }) => String(key) === upstreamId)?.secret;
      if (secret === undefined) throw new Error('there is no such key to use');
      await send(emulator, { method: 'GET', path: '/system', secret: { reveal: () => secret } });
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

function limitsOf({ ip_allow_list: allowed, ip_deny_list: denied }: VergeOSRow) {
  return {
    ...(typeof allowed === 'string' && allowed !== '' ? { allowedAddresses: allowed.split(',') } : {}),
    ...(typeof denied === 'string' && denied !== '' ? { deniedAddresses: denied.split(',') } : {}),
  };
}

function expiryOf({ expires }: VergeOSRow): number | null {
  return typeof expires === 'number' && expires > 0 ? expires * 1_000 : null;
}

/** A call that none of our code makes. */
export interface RawCall {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** A key to call with. @default the first user's password */
  readonly secret?: Pick<Secret, 'reveal'>;
}

/** Talks to the system without any of our code. Gives the status. */
export function send({ url, username, password }: VergeOSEmulator, { method, path, body, secret }: RawCall): Promise<number> {
  const login = secret === undefined ? { auth: `${username}:${password}` } : { headers: { authorization: `Bearer ${secret.reveal()}` } };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const outgoing = request(`${url}/api/v4${path}`, { method, rejectUnauthorized: false, agent: false, ...login }, (answer) => {
    const status = answer.statusCode ?? 0;
    answer
      .resume()
      .on('end', () => (status < 300 || method === 'GET' ? resolve(status) : reject(new Error(`${method} was answered with ${status}`))));
  });
  outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
