import { setTimeout } from 'node:timers/promises';
import type { ProviderHarness, UpstreamFault, UpstreamKey } from '@keyrack/conformance';
import type { KeyLimits, ProviderKind } from '@keyrack/contracts';
import type { FaultEffect, FaultProxy } from '@keyrack/emulators';
import { litellmProvider } from '@keyrack/provider-litellm';
import type { Secret } from '@keyrack/secret';
import { AdminApi } from './admin-api.ts';
import type { ListedKey } from './admin-api.ts';
import { masterKey } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';

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
/** The proxy writes uses down every ten seconds or so. */
const spendLimitMs = 40_000;

/** The real proxy with nothing in it, behind a proxy that makes faults, seen from outside the provider. */
export async function realHarness(proxy: RealProxy, front: FaultProxy): Promise<ProviderHarness> {
  await proxy.empty();
  front.reset();
  const rules = new Set<number>();
  const admin = new AdminApi(proxy.origin);
  const issued = new Map<string, Secret>();
  const read = (apiKey: string) => litellmProvider.readConnection({ fields: { url: front.origin, apiKey }, text: null });
  return {
    kind: rememberingSecrets(issued),
    draft: read(masterKey),
    wrongDraft: read('sk-wrong-wrong-wrong-wrong'),
    secrets: [masterKey.slice(3)],
    ownUpstreamId: null,
    inspect: async () => (await admin.keys()).map(upstreamKey),
    accepts: (secret) => admin.accepts(secret.reveal()),
    countRequests: async () => front.accessLog.count,
    createForeignKey: (name) => admin.generate({ key_alias: name }),
    async removeKey(upstreamId) {
      await admin.post('/key/delete', { keys: [upstreamId] });
    },
    async useKey(upstreamId) {
      const secret = issued.get(upstreamId);
      if (secret === undefined) throw new Error('only a key that was issued here can be used');
      await admin.callModel(secret.reveal());
      await spendShows(admin, upstreamId);
    },
    async occupy(intent) {
      await admin.generate({ key_alias: intent.upstreamName });
    },
    async setFault(fault) {
      for (const rule of rules) front.faults.remove(rule);
      rules.clear();
      if (fault === null) return;
      for (const method of methods[fault.calls]) {
        rules.add(front.faults.add({ ...(method === undefined ? {} : { method }), times: 1_000, effect: effects[fault.kind] }));
      }
    },
    async releaseDelayed() {
      front.faults.release();
      while (front.accessLog.entries().some((call) => call.status === null && call.fault === null)) await setTimeout(1);
    },
    async [Symbol.asyncDispose]() {
      front.faults.clear();
    },
  };
}

/** The provider as it is; the secrets that it gives out are kept, so that keys can be used like any consumer uses them. */
function rememberingSecrets(issued: Map<string, Secret>): ProviderKind {
  return {
    ...litellmProvider,
    connect(draft, environment) {
      const provider = litellmProvider.connect(draft, environment);
      const issueKey = provider.issueKey.bind(provider);
      return Object.assign(provider, {
        issueKey: async (...given: Parameters<typeof issueKey>) => {
          const version = await issueKey(...given);
          issued.set(version.upstreamId, version.secret);
          return version;
        },
      });
    },
  };
}

async function spendShows(admin: AdminApi, token: string): Promise<void> {
  const beganMs = performance.now();
  for (;;) {
    const { info } = (await admin.get(`/key/info?key=${token}`)) as {
      readonly info: { readonly spend: number; readonly last_active: unknown };
    };
    if (info.spend > 0 && info.last_active !== null) return;
    if (performance.now() - beganMs > spendLimitMs) throw new Error('the use of a key has not shown up');
    await setTimeout(500);
  }
}

function upstreamKey(key: ListedKey): UpstreamKey {
  return {
    upstreamId: key.token,
    name: key.key_alias ?? '',
    suspended: key.blocked === true,
    limits: limitsOf(key),
    expiresAtMs: key.expires === null ? null : Date.parse(key.expires),
  };
}

function limitsOf(key: ListedKey): KeyLimits {
  return {
    ...(key.max_budget === null ? {} : { budgetUsd: key.max_budget }),
    ...(key.budget_duration === null ? {} : { budgetPeriod: key.budget_duration }),
    ...(key.rpm_limit === null ? {} : { requestsPerMinute: key.rpm_limit }),
    ...(key.tpm_limit === null ? {} : { tokensPerMinute: key.tpm_limit }),
    ...(key.max_parallel_requests === null ? {} : { maxParallelRequests: key.max_parallel_requests }),
    ...(key.models.length === 0 ? {} : { models: key.models }),
  };
}
