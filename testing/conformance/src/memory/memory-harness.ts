import type { IssueStrategy, KeyLimits, ProviderKind } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import type { ProviderHarness } from '../provider/provider-harness.ts';
import { memoryCapabilities } from './memory-capabilities.ts';
import { MemoryProvider } from './memory-provider.ts';
import type { MemoryConnection } from './memory-provider.ts';
import { MemorySystem } from './memory-system.ts';

/** How the provider of a {@link memoryHarness} is made; a broken one is made here too. */
export type MakeMemoryProvider = (connection: MemoryConnection) => MemoryProvider;

/** A memory system with an adapter of one strategy. @param make - @default an adapter as it should be */
export function memoryHarness(
  strategy: IssueStrategy,
  make: MakeMemoryProvider = (connection) => new MemoryProvider(connection),
): ProviderHarness {
  const credential = new Secret('memory-admin-credential');
  const system = new MemorySystem(credential);
  return {
    kind: memoryKind(strategy, system, make),
    draft: { settings: { system: 'memory' }, credential },
    wrongDraft: { settings: { system: 'memory' }, credential: new Secret('another-credential') },
    secrets: [],
    ownUpstreamId: null,
    inspect: async () =>
      [...system.keys.values()].map(({ id, name, suspended, limits, expiresAtMs }) => ({
        upstreamId: id,
        name,
        suspended,
        limits,
        expiresAtMs,
      })),
    accepts: async (secret) => system.opens(secret) !== undefined,
    countRequests: async () => system.requests,
    async createForeignKey(name) {
      return system.create({ ...system.choose(), name, ...nothing }).id;
    },
    removeKey: async (upstreamId) => system.remove(upstreamId),
    useKey: async (upstreamId) => system.update(upstreamId, { usage: { lastUsedAtMs: Date.now(), dataBytes: 4_096, spendUsd: 0.25 } }),
    ...(strategy === 'client-chosen-id'
      ? { occupy: async (intent) => void system.create({ ...system.choose(), id: intent.upstreamId ?? '', name: 'of others', ...nothing }) }
      : {}),
    async setFault(fault) {
      system.fault = fault;
    },
    releaseDelayed: async () => system.releaseDelayed(),
    async [Symbol.asyncDispose]() {},
  };
}

const nothing: { readonly limits: KeyLimits; readonly expiresAtMs: null } = { limits: {}, expiresAtMs: null };

function memoryKind(strategy: IssueStrategy, system: MemorySystem, make: MakeMemoryProvider): ProviderKind {
  const capabilities = memoryCapabilities[strategy];
  return {
    kind: 'memory',
    displayName: 'Memory',
    capabilities,
    readConnection: () => ({ settings: { system: 'memory' }, credential: system.credential }),
    connect: ({ credential }, environment) => make({ system, credential, capabilities, environment }),
    fingerprintSource: (found) => found,
  };
}
