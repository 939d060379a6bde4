import { readFields, readNumber, readObject } from '../values/reading.ts';
import type { Readers } from '../values/reading.ts';

/** How many users and teams there are; where the licence says nothing, totals and what remains are null. */
export interface UserCounts {
  readonly total_users: number | null;
  readonly total_users_used: number | null;
  readonly total_users_remaining: number | null;
  readonly total_teams: number | null;
  readonly total_teams_used: number | null;
  readonly total_teams_remaining: number | null;
}

const readers: Readers<UserCounts> = {
  total_users: readNumber,
  total_users_used: readNumber,
  total_users_remaining: readNumber,
  total_teams: readNumber,
  total_teams_used: readNumber,
  total_teams_remaining: readNumber,
};

/** @throws {DecodeError} */
export function decodeUserCounts(body: unknown): UserCounts {
  return readFields(readObject(body, ''), readers);
}
