import { createHash } from 'node:crypto';
import { KeyConflictError } from '@keyrack/contracts';
import type {
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  IssueStrategy,
  JsonObject,
  KeyLimits,
  Random,
} from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { MemoryFailure } from './memory-failure.ts';
import type { MemoryKey, MemorySystem } from './memory-system.ts';

/** Sends one call. It fails with lifecycle errors, but for a conflict and a missing key, which a strategy settles itself. */
export type MemorySend = <Result>(writes: boolean, act: (system: MemorySystem) => Result) => Promise<Result>;

/** How one strategy makes a key and finds out what became of it. */
export interface MemoryIssue {
  /** What is chosen before the call. */
  choose(random: Random): {
    readonly upstreamId: string | null;
    readonly secrets: Readonly<Record<string, Secret>>;
    readonly request: JsonObject;
  };
  create(send: MemorySend, intent: IssueIntent): Promise<IssuedVersion>;
  recover(send: MemorySend, intent: IssueIntent): Promise<IssueRecovery>;
}

/** The four strategies. */
export const memoryIssues: Readonly<Record<IssueStrategy, MemoryIssue>> = {
  'client-chosen-id': {
    choose: (random) => ({ upstreamId: hex(random, 8), secrets: { secret: new Secret(hex(random, 16)) }, request: {} }),
    create: createChosen,
    recover: recoverById,
  },
  'client-chosen-secret': {
    choose(random) {
      const secret = new Secret(`sk-${hex(random, 16)}`);
      return { upstreamId: createHash('sha256').update(secret.reveal()).digest('hex'), secrets: { secret }, request: {} };
    },
    create: createChosen,
    recover: recoverById,
  },
  'idempotency-key': {
    choose: (random) => ({ upstreamId: null, secrets: {}, request: { idempotencyKey: hex(random, 16) } }),
    create: createReplayed,
    async recover(send, intent) {
      // The replay would create, so it is sent only for a key that is there.
      const found = await findByName(send, intent.upstreamName);
      return found === undefined ? { kind: 'absent' } : { kind: 'applied', issued: await createReplayed(send, intent) };
    },
  },
  compensate: {
    choose: () => ({ upstreamId: null, secrets: {}, request: {} }),
    create: (send, intent) =>
      send(true, (system) => issuedFrom(system.create({ ...system.choose(), ...partsOf(intent) }, { uniqueName: true }))),
    async recover(send, intent) {
      const found = await findByName(send, intent.upstreamName);
      return found === undefined ? { kind: 'absent' } : { kind: 'secret-lost', upstreamId: found.id };
    },
  },
};

async function createChosen(send: MemorySend, intent: IssueIntent): Promise<IssuedVersion> {
  try {
    return await send(true, (system) => issuedFrom(system.create({ id: idOf(intent), secret: secretOf(intent), ...partsOf(intent) })));
  } catch (error) {
    if (!(error instanceof MemoryFailure) || error.kind !== 'conflict') throw error;
    const found = await recoverById(send, intent);
    if (found.kind === 'applied') return found.issued;
    throw new KeyConflictError('Another key stands in the place of the new one');
  }
}

async function recoverById(send: MemorySend, intent: IssueIntent): Promise<IssueRecovery> {
  const found = await send(false, (system) => system.keys.get(idOf(intent)));
  if (found === undefined) return { kind: 'absent' };
  if (found.secret === secretOf(intent)) return { kind: 'applied', issued: issuedFrom(found) };
  return { kind: 'conflict', explanation: 'the id belongs to a key with another secret' };
}

function createReplayed(send: MemorySend, intent: IssueIntent): Promise<IssuedVersion> {
  return send(true, (system) => {
    const replayKey = JSON.stringify(intent.request);
    const made = system.replays.get(replayKey) ?? system.create({ ...system.choose(), ...partsOf(intent) });
    system.replays.set(replayKey, made);
    return issuedFrom(made);
  });
}

function findByName(send: MemorySend, name: string): Promise<MemoryKey | undefined> {
  return send(false, (system) => [...system.keys.values()].find((key) => key.name === name));
}

/** The request of an intent: limits and expiry beside what the strategy chose. */
export function requestOf({ limits, expiresAtMs }: IssueRequest, upstreamExpiry: boolean): JsonObject {
  return { limits: JSON.parse(JSON.stringify(limits)) as JsonObject, expiresAtMs: upstreamExpiry ? expiresAtMs : null };
}

function partsOf({ upstreamName, request }: IssueIntent): { name: string; limits: KeyLimits; expiresAtMs: number | null } {
  const { limits, expiresAtMs } = request;
  // requestOf wrote them.
  return { name: upstreamName, limits: limits as KeyLimits, expiresAtMs: typeof expiresAtMs === 'number' ? expiresAtMs : null };
}

function idOf(intent: IssueIntent): string {
  return intent.upstreamId ?? '';
}

function secretOf(intent: IssueIntent): string {
  return intent.secrets['secret']?.reveal() ?? '';
}

function issuedFrom(key: MemoryKey): IssuedVersion {
  return { upstreamId: key.id, upstreamName: key.name, secret: new Secret(key.secret), fingerprintSource: new Secret(key.secret) };
}

function hex(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(bytes)).toString('hex');
}
