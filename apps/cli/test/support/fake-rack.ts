import type { AccessKey, Connection, KeyVersion, Operation, OperationStep } from '@keyrack/contracts';
import { KeyNotFoundError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';

const atMs = Date.UTC(2026, 0, 1);

/** A connection called `vpn`. */
const vpn: Connection = {
  id: 'con_1',
  name: 'vpn',
  provider: 'outline',
  settings: {},
  credential: { kind: 'encrypted', envelope: '' },
  systemIdentity: 'server-1',
  labels: {},
  workLimits: {},
  createdAtMs: atMs,
  updatedAtMs: atMs,
  syncedAtMs: null,
};

/** A living key of `vpn`. */
export function accessKey(name: string, more: Partial<AccessKey> = {}): AccessKey {
  return {
    id: `key_${name}`,
    connectionId: vpn.id,
    name,
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
    origin: 'issued',
    drift: 'none',
    driftFields: [],
    providerOptions: {},
    createdAtMs: atMs,
    updatedAtMs: atMs,
    ...more,
  };
}

/** The current version of a key. */
export function keyVersion(keyId: string, more: Partial<KeyVersion> = {}): KeyVersion {
  return {
    id: `ver_${keyId}`,
    keyId,
    connectionId: vpn.id,
    number: 1,
    upstreamId: '1',
    upstreamName: 'name-kr',
    fingerprint: null,
    stage: 'current',
    secretKept: true,
    limits: {},
    restore: null,
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    ...more,
  };
}

/** A revocation of a key that is done. */
export function operation(keyId: string, more: Partial<Operation> = {}): Operation {
  return {
    id: `op_${keyId}`,
    kind: 'revoke',
    keyId,
    connectionId: vpn.id,
    state: 'done',
    direction: 'forward',
    epoch: 1,
    holder: null,
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: 'test',
    parameters: {},
    createdAtMs: atMs,
    updatedAtMs: atMs,
    finishedAtMs: atMs,
    ...more,
  };
}

/** A rack with these keys. `revoke` decides what becomes of each; revoked keys are remembered. */
export function fakeRack(
  keys: readonly AccessKey[],
  revoke: Rack['keys']['revoke'] = async (id) => ({ key: accessKey(id, { state: 'revoked' }), operation: operation(id) }),
): Partial<Rack> & { readonly revoked: string[] } {
  const revoked: string[] = [];
  const members = {
    connections: { list: async () => [vpn] },
    providerKinds: async () => [],
    keys: {
      async find(text: string) {
        const found = keys.find(({ id, name }) => id === text || name === text);
        if (found) return found;
        throw new KeyNotFoundError(`No key answers to "${text}"`);
      },
      list: async () => ({ items: keys.map((key) => ({ key, currentVersion: keyVersion(key.id) })), nextCursor: null }),
      show: async (id: string) => ({
        key: keys.find((key) => key.id === id),
        connection: vpn,
        versions: [keyVersion(id)],
        unfinishedOperation: null,
        owner: null,
      }),
      async confirmDelivered(id: string) {
        return { key: keys.find((key) => key.id === id), operation: null };
      },
      revoke(id: string, options: object) {
        revoked.push(id);
        return revoke(id, options);
      },
    },
    operations: { resumeAll: async () => [], show: async (id: string) => ({ operation: operation(id), key: keys[0], steps: [] }) },
  };
  return { ...(members as unknown as Partial<Rack>), revoked }; // only what the commands under test use
}

/** A rack with these keys, on which these verbs do what the test says. */
export function fakeRackWith(keys: readonly AccessKey[], verbs: Partial<Rack['keys']>, more: Partial<Rack> = {}): Partial<Rack> {
  const rack = fakeRack(keys);
  return { ...rack, ...more, keys: { ...rack.keys, ...verbs } as Rack['keys'] }; // only what the commands under test use
}

/** The journal with one step of an operation, as known. */
export function journalOf(step: Partial<OperationStep>): Partial<Rack['operations']> {
  return {
    resumeAll: async () => [],
    show: async (id) => ({ operation: operation(id), key: accessKey('any'), steps: [step as OperationStep] }), // only what is looked at
  };
}
