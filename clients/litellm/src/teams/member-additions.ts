import type { Fields } from '../values/reading.ts';
import { readCount, readFlag, readList, readObject, readText } from '../values/reading.ts';
import { amount, checkParameters, flag, listOfRecords, orNull, refuse } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { checkNewMember, checkTeamId } from './team-settings.ts';
import type { NewTeamMember } from './team-settings.ts';

/** Whom to add to a team. */
export interface AddManyTeamMembers {
  /** Up to 500. */
  readonly members?: readonly NewTeamMember[];
  /** Every user of the proxy instead. @default false */
  readonly all_users?: boolean;
  /** What each may spend in the team. */
  readonly max_budget_in_team?: number | null;
}

/** What became of one of many. */
export interface AddedTeamMember {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly success: boolean;
  /** Why not; null where it was added. */
  readonly error: string | null;
}

/** What became of many. */
export interface AddedTeamMembers {
  readonly team_id: string | null;
  readonly results: readonly AddedTeamMember[];
  readonly total_requested: number;
  readonly successful_additions: number;
  readonly failed_additions: number;
}

const mostMembers = 500;
const checks: Checks<AddManyTeamMembers> = { members: listOfRecords, all_users: flag, max_budget_in_team: orNull(amount) };

/** @throws {ConfigurationError} */
export function addManyBody(teamId: string, additions: AddManyTeamMembers): Fields {
  const body = checkParameters('members of a team', additions, checks);
  const { members = [], all_users: all = false } = additions;
  if (all === members.length > 0 || members.length > mostMembers) throw refuse(`give either 1 to ${mostMembers} members or all_users`);
  for (const member of members) checkNewMember(member);
  return { team_id: checkTeamId(teamId), ...body };
}

/** @throws {DecodeError} */
export function decodeAddedMembers(body: unknown): AddedTeamMembers {
  const fields = readObject(body, '');
  return {
    team_id: readText(fields['team_id']),
    results: readList(fields['results'], 'results').map((result, index) => {
      const { user_id: userId, user_email: email, success, error } = readObject(result, `results[${index}]`);
      return { user_id: readText(userId), user_email: readText(email), success: readFlag(success), error: readText(error) };
    }),
    total_requested: readCount(fields['total_requested']),
    successful_additions: readCount(fields['successful_additions']),
    failed_additions: readCount(fields['failed_additions']),
  };
}
