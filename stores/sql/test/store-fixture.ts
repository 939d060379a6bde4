import type { AccessKey, Connection, KeyVersion, Store } from '@keyrack/contracts';
import { ManualClock } from '@keyrack/testing-kit';
import { openSqliteStore } from '../src/index.ts';

/** Opens a store that a test closes with its scope. */
export async function openForTest(path: string, options: { readonly lockTimeoutMs?: number } = {}): Promise<Store & AsyncDisposable> {
  const store = await openSqliteStore({ path, clock: new ManualClock(), ...options });
  return {
    read: (work) => store.read(work),
    write: (work) => store.write(work),
    inspect: () => store.inspect(),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  };
}

/** A connection with everything that is required. */
export function connection(id = 'c1'): Connection {
  return {
    id,
    name: id,
    provider: 'outline',
    settings: {},
    credential: { kind: 'environment', variable: 'SAMPLE' },
    systemIdentity: 'system',
    labels: {},
    workLimits: {},
    createdAtMs: 1,
    updatedAtMs: 1,
    syncedAtMs: null,
  };
}

/** A foreign key of connection `c1`. */
export function key(id: string, changes: Partial<AccessKey> = {}): AccessKey {
  return {
    id,
    connectionId: 'c1',
    name: `name of ${id}`,
    ownerId: null,
    sharedWith: [],
    purpose: null,
    labels: {},
    state: 'active',
    suspensionReasons: [],
    revocationReason: null,
    limits: {},
    expiresAtMs: null,
    rotation: null,
    origin: 'foreign',
    drift: 'none',
    driftFields: [],
    providerOptions: {},
    createdAtMs: 1,
    updatedAtMs: 1,
    ...changes,
  };
}

/** The current version of a key of connection `c1`. */
export function version(keyId: string): KeyVersion {
  return {
    id: `v-${keyId}`,
    keyId,
    connectionId: 'c1',
    number: 1,
    upstreamId: `upstream of ${keyId}`,
    upstreamName: `name of ${keyId}`,
    fingerprint: null,
    stage: 'current',
    secretKept: false,
    limits: {},
    restore: null,
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: 1,
    updatedAtMs: 1,
  };
}
