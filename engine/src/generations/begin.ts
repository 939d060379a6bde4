import type { Generation, Operation, StoreSession } from '@keyrack/contracts';
import { appendRackEvent } from '../audit/rack-event.ts';
import { readFileRegistry, writeFileRegistry } from '../audit/file-registry.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';

/** Where a new generation comes from. */
export type GenerationOrigin = Pick<Generation, 'reason' | 'backupId' | 'backupMadeAtMs'>;

/** A new generation, and what it has to settle first. */
export interface BegunGeneration {
  readonly generation: Generation;
  /** Operations that the store was in the middle of. */
  readonly unfinished: readonly Operation[];
}

/** Whoever held an operation in the life before never has the epoch it has now, in whatever store. */
const epochsApart = 1_000_000;

/**
 * Begins the next life of a store, within the transaction that restores it. What was begun before is never run forward from here on: what
 * ends a key is still done, everything else is only looked up and recorded. No connection counts as read.
 */
export async function beginGeneration(context: EngineContext, session: StoreSession, origin: GenerationOrigin): Promise<BegunGeneration> {
  const nowMs = context.clock.nowMs();
  const before = await session.generations.current();
  const generation: Generation = { ...origin, number: (before?.number ?? 1) + 1, begunAtMs: nowMs };
  await session.generations.insert(generation);
  for (const connection of await session.connections.list()) await session.connections.update({ ...connection, syncedAtMs: null });
  const unfinished = await readUnfinished(session);
  for (const operation of unfinished) await turn(session, operation, nowMs);
  // Audit files go on where the life before ended; this one begins files of its own.
  const registry = await readFileRegistry(session, context.cipher);
  if (registry.files.length > 0) await writeFileRegistry(session, { ...registry, files: [] }, context.cipher);
  const { number, reason, backupId, backupMadeAtMs } = generation;
  await appendRackEvent(
    session,
    { type: `rack.${reason}`, detail: { generation: number, backupId, backupMadeAtMs, unfinished: unfinished.length } },
    context,
  );
  return { generation, unfinished };
}

async function readUnfinished({ operations }: StoreSession): Promise<readonly Operation[]> {
  const filter = { states: ['running', 'waiting', 'stuck'] } as const;
  const all: Operation[] = [];
  for await (const operation of everyItem((page) => operations.list(filter, page))) all.push(operation);
  return all;
}

async function turn({ operations }: StoreSession, operation: Operation, nowMs: number): Promise<void> {
  const next: Operation = {
    ...operation,
    ...directionOf(operation),
    state: 'waiting',
    holder: null,
    epoch: operation.epoch + epochsApart,
    waitUntilMs: nowMs,
    failedAttempts: 0,
    updatedAtMs: nowMs,
  };
  await operations.update(next, operation.epoch);
  // Whoever went on with it elsewhere may have sent it until now: quiet times are counted from here.
  for (const step of await operations.steps(operation.id))
    if (step.state === 'begun') await operations.updateStep({ ...step, lastCallAtMs: nowMs, outcome: 'unknown' });
}

/** What ends something stays as it was. A change is given up: what the system has taken of it shows as drift. */
function directionOf({ kind, direction, reason }: Operation): Pick<Operation, 'direction' | 'reason'> {
  if (kind === 'revoke' || direction === 'abort') return { direction, reason };
  return { direction: kind === 'change' ? 'abort' : 'recover', reason: 'begun before the store was restored from a backup' };
}
