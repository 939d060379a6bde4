import { StoreFailedError } from '@keyrack/contracts';
import type { Kysely } from 'kysely';
import { fromJson, toJson } from '../rows.ts';
import type { Database } from '../schema.ts';

/** What a store that was moved, or is being moved, says about that. */
export interface MoveMark {
  /** The same on both sides of one move. */
  readonly id: string;
  /** Where it was moved to, or where it is a copy of: for people. */
  readonly place: string;
}

/** `moved`: nothing is ever written here again. `unconfirmed`: a copy whose original is not closed for certain. */
export type MoveState = 'moved' | 'unconfirmed';

const names: Readonly<Record<MoveState, string>> = { moved: 'store.moved', unconfirmed: 'store.unconfirmed' };

/** Every name of such a mark: what a copy does not take along. */
export const markNames: readonly string[] = Object.values(names);

/** Reads a mark; null: there is none. */
export async function readMark(db: Kysely<Database>, state: MoveState): Promise<MoveMark | null> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', names[state]).executeTakeFirst();
  return row ? fromJson<MoveMark>(row.value) : null;
}

/** Writes a mark, where there is none. */
export async function writeMark(db: Kysely<Database>, state: MoveState, mark: MoveMark): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name: names[state], value: toJson(mark) })
    .execute();
}

/** Takes a mark away. */
export async function removeMark(db: Kysely<Database>, state: MoveState): Promise<void> {
  await db.deleteFrom('meta').where('name', '=', names[state]).execute();
}

/** Refuses a store that is not the one where things are written down. @throws {StoreFailedError} */
export async function refuseMoved(db: Kysely<Database>): Promise<void> {
  const moved = await readMark(db, 'moved');
  if (moved) {
    throw new StoreFailedError(`The store was moved to ${moved.place}`, {
      advice: 'Name that one with --store or KEYRACK_STORE. Nothing is written to this one any more.',
      details: { reason: 'moved', place: moved.place },
    });
  }
  const unconfirmed = await readMark(db, 'unconfirmed');
  if (unconfirmed) {
    throw new StoreFailedError(`The store is a copy of ${unconfirmed.place}, and its move was not finished`, {
      advice: 'Repeat keyrack store move with the data folder that it comes from.',
      details: { reason: 'unconfirmed', place: unconfirmed.place },
    });
  }
}
