import { existsSync } from 'node:fs';
import { InvalidInputError, RefusedError, StoreFailedError, toBase32 } from '@keyrack/contracts';
import type { Clock, Random } from '@keyrack/contracts';
import { moveStore, openSqliteStore } from '@keyrack/store-sql';
import type { MoveReport, MoveStoreOptions } from '@keyrack/store-sql';
import { dataFolder, homePaths } from '../home.ts';
import type { Environment } from '../home.ts';
import { systemClock, systemRandom } from '../platform.ts';
import { processLiveness } from '../process-liveness.ts';
import { chooseStore } from './choice.ts';
import { writeNote } from './note.ts';
import { storePassword } from './password.ts';

/** How a rack moves to another store. */
export interface MoveRackOptions {
  readonly environment: Environment;
  /** The data folder. @default `KEYRACK_HOME`, else the platform's place for application data */
  readonly home?: string;
  /** The store to move to, as `RackOptions.store` takes it: a PostgreSQL. */
  readonly to: string;
  /** Only look whether it can be done. @default false */
  readonly dryRun?: boolean;
  readonly onProgress?: NonNullable<MoveStoreOptions['onProgress']>;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** What was moved, and where to. */
export interface MovedRack extends MoveReport {
  /** Without a password. */
  readonly place: string;
}

/**
 * Moves the rack of a data folder from the file in it to PostgreSQL. The master key stays in the folder, which from then on
 * belongs to the new store; the file stays too, and is never written again.
 *
 * @throws {InvalidInputError} {@link RefusedError} {@link StoreFailedError}
 */
export async function moveRack(options: MoveRackOptions): Promise<MovedRack> {
  const { environment, dryRun = false, onProgress, clock = systemClock, random = systemRandom } = options;
  const home = dataFolder(environment, options.home);
  const choice = chooseStore(environment, home, options.to);
  if (choice.kind !== 'postgres') {
    throw new InvalidInputError('A rack moves from SQLite to PostgreSQL only', {
      advice: 'Name the target as postgres://user@host/database.',
    });
  }
  const path = homePaths.store(home);
  if (existsSync(path)) await refuseWhileWorkedOn(home, { path, clock });
  const { address } = choice;
  const target = { address, clock, password: () => storePassword(address, environment) };
  const id = toBase32(random.bytes(10));
  const report = await moveStore({ path, target, id, dryRun, ...(onProgress && { onProgress }) });
  if (!dryRun) writeNote(home, choice.named);
  return { ...report, place: address.text };
}

/** A process that is waiting for a foreign system could not settle what comes back. */
async function refuseWhileWorkedOn(home: string, { path, clock }: { readonly path: string; readonly clock: Clock }): Promise<void> {
  const store = await openSqliteStore({ path, clock }).catch((error: unknown) => {
    // What was moved already says so itself, and a move that was stopped is finished.
    if (StoreFailedError.isInstance(error) && error.details['reason'] === 'moved') return null;
    throw error;
  });
  if (store === null) return;
  const liveness = processLiveness(homePaths.processes(home));
  try {
    const { items } = await store.read((session) => session.operations.list({ states: ['running'] }, { limit: 1_000 }));
    for (const { id, kind, holder } of items) {
      if (holder === null || (await liveness.isDead(holder))) continue;
      throw new RefusedError(`Operation ${id} (${kind}) is being worked on by ${liveness.describe(holder)}`, {
        advice: 'Wait until it is done, stop every process that uses this data folder, and repeat the command.',
        details: { operationId: id },
      });
    }
  } finally {
    await store.close();
    liveness[Symbol.dispose]();
  }
}
