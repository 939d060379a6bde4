import { RefusedError } from '@keyrack/contracts';
import type { Clock, Random } from '@keyrack/contracts';
import { lookAtStore } from '@keyrack/store-sql';
import type { MoveProgress, StorePlace, UsedStore } from '@keyrack/store-sql';
import { dataFolder, homePaths } from '../home.ts';
import type { Environment } from '../home.ts';
import { systemClock, systemRandom } from '../platform.ts';
import { chooseStore } from '../store/choice.ts';
import type { StoreChoice } from '../store/choice.ts';
import { storePlace } from '../store/open.ts';
import type { BackupKey } from './lock.ts';

/** How a rack is restored. */
export interface RestoreOptions {
  readonly environment: Environment;
  /** The data folder. @default `KEYRACK_HOME`, else the platform's place for application data */
  readonly home?: string;
  /** As `RackOptions.store` takes it. */
  readonly store?: string;
  readonly file: string;
  readonly key: BackupKey;
  /** An audit file, or an export of the trail, that goes on behind the backup: what it says was revoked is revoked again. */
  readonly trail?: string;
  /** Takes the place of a rack that is there. @default false */
  readonly replace?: boolean;
  readonly onProgress?: MoveProgress;
  /** @default the user of the operating system */
  readonly actor?: string;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** Where a restore goes to. */
export interface RestoreTarget {
  readonly clock: Clock;
  readonly random: Random;
  readonly home: string;
  readonly choice: StoreChoice;
  readonly place: StorePlace;
  /** The same for people, without a password. */
  readonly words: string;
  /** What stands there; null: nothing. */
  readonly used: UsedStore | null;
}

/** Finds out where a rack is to be restored, and what stands there. */
export async function findTarget(options: RestoreOptions): Promise<RestoreTarget> {
  const { environment, clock = systemClock, random = systemRandom } = options;
  const home = dataFolder(environment, options.home);
  const choice = chooseStore(environment, home, options.store);
  const place = storePlace(choice, { home, environment, clock });
  const words = choice.kind === 'sqlite' ? homePaths.store(home) : choice.address.text;
  return { home, choice, place, words, clock, random, used: await lookAtStore(place) };
}

/** The error for a place where a rack lives. */
export function rackIsThere(place: string, { rackId, keys, lastEventAtMs }: UsedStore): RefusedError {
  const last = lastEventAtMs === null ? '' : `, last changed ${new Date(lastEventAtMs).toISOString()}`;
  return new RefusedError(`There is a rack in ${place} already: ${rackId ?? 'without an id'}, ${keys} keys${last}`, {
    advice: 'Name an empty data folder or database. To have the backup in its place, look with --dry-run, then say --replace.',
    details: { reason: 'not-empty' },
  });
}
