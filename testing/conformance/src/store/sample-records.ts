import type {
  AccessKey,
  AuditEvent,
  Connection,
  KeyRotation,
  KeyVersion,
  Operation,
  OperationStep,
  Owner,
  StoreSession,
} from '@keyrack/contracts';

const atMs = Date.UTC(2026, 0, 1);

/** A connection with everything that is required; `changes` go over it, as with all samples. */
export function sampleConnection(changes: Partial<Connection> & Pick<Connection, 'id'>): Connection {
  return {
    name: `name of ${changes.id}`,
    provider: 'outline',
    settings: {},
    credential: { kind: 'environment', variable: 'SAMPLE' },
    systemIdentity: 'sample-system',
    labels: {},
    workLimits: {},
    createdAtMs: atMs,
    updatedAtMs: atMs,
    syncedAtMs: null,
    ...changes,
  };
}

/** A person who is active. */
export function sampleOwner(changes: Partial<Owner> & Pick<Owner, 'id'>): Owner {
  return { displayName: null, kind: 'person', state: 'active', createdAtMs: atMs, updatedAtMs: atMs, ...changes };
}

/** An issued, active key of connection `c1`. */
export function sampleKey(changes: Partial<AccessKey> & Pick<AccessKey, 'id'>): AccessKey {
  return {
    connectionId: 'c1',
    name: `name of ${changes.id}`,
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
    ...changes,
  };
}

/** A policy of every two hours, that is due at the given instant. */
export function sampleRotation(nextAtMs: number): KeyRotation {
  return {
    policy: {
      rhythm: { kind: 'interval', everyMs: 7_200_000 },
      window: { from: '02:00', until: '05:30' },
      timeZone: 'Europe/Berlin',
      jitterMs: 60_000,
      overlapMs: 3_600_000,
    },
    nextAtMs,
    dueAtMs: nextAtMs - 1_234,
    jitterShareMs: 1_234,
    failedAttempts: 2,
    problem: 'no answer',
  };
}

/** The first and current version of a key of connection `c1`. */
export function sampleVersion(changes: Partial<KeyVersion> & Pick<KeyVersion, 'id' | 'keyId'>): KeyVersion {
  return {
    connectionId: 'c1',
    number: 1,
    upstreamId: `upstream of ${changes.id}`,
    upstreamName: `upstream name of ${changes.id}`,
    fingerprint: null,
    stage: 'current',
    secretKept: false,
    limits: {},
    restore: null,
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    ...changes,
  };
}

/** A running operation on a key of connection `c1`. */
export function sampleOperation(changes: Partial<Operation> & Pick<Operation, 'id' | 'keyId'>): Operation {
  return {
    kind: 'issue',
    connectionId: 'c1',
    state: 'running',
    direction: 'forward',
    epoch: 1,
    holder: 'process-1',
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: 'tester',
    parameters: {},
    createdAtMs: atMs,
    updatedAtMs: atMs,
    finishedAtMs: null,
    ...changes,
  };
}

/** The first step of an operation, begun and not settled. */
export function sampleStep(changes: Partial<OperationStep> & Pick<OperationStep, 'id' | 'operationId'>): OperationStep {
  return {
    number: 1,
    name: 'create',
    versionId: null,
    state: 'begun',
    outcome: null,
    intent: {},
    begunAtMs: atMs,
    lastCallAtMs: null,
    settledAtMs: null,
    error: null,
    ...changes,
  };
}

/** The event with this number in a chain of samples. */
export function sampleEvent(sequence: number, changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    type: 'key.issued',
    atMs: atMs + sequence,
    actor: 'tester',
    connectionId: null,
    keyId: null,
    operationId: null,
    detail: {},
    sequence,
    previousHash: sampleHash(sequence - 1),
    hash: sampleHash(sequence),
    ...changes,
  };
}

function sampleHash(sequence: number): string {
  return sequence.toString(16).padStart(64, '0');
}

/** Writes connection `c1` and keys of it, each with its first version. */
export async function insertKeys(session: StoreSession, keys: readonly AccessKey[], versions?: readonly KeyVersion[]): Promise<void> {
  if (!(await session.connections.get('c1'))) await session.connections.insert(sampleConnection({ id: 'c1' }));
  await session.keys.insert(keys);
  await session.versions.insert(versions ?? keys.map(({ id, connectionId }) => sampleVersion({ id: `v-${id}`, keyId: id, connectionId })));
}
