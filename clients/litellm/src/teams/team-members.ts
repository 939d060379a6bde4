import { ConfigurationError } from '@keyrack/http';
import { amount, checkParameters, duration, nonEmptyText, oneOf, orNull, texts, wholeNumber, object } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { decodeUser } from '../users/user.ts';
import type { User } from '../users/user.ts';
import { readInstant } from '../values/instant.ts';
import { readFields, readNumber, readObject, readRecords, readText, readTexts } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';
import { decodeTeam, readMembership } from './team.ts';
import type { Team, TeamMembership } from './team.ts';
import { checkMember, checkNewMember, checkTeamId } from './team-settings.ts';
import type { NewTeamMember } from './team-settings.ts';

/** A member by id or by address. */
export interface MemberName {
  readonly user_id?: string | null;
  readonly user_email?: string | null;
}

/** Whom to add to a team, and what they may spend in it. */
export interface AddTeamMembers {
  readonly member: NewTeamMember | readonly NewTeamMember[];
  readonly max_budget_in_team?: number | null;
  readonly budget_duration?: string | null;
  readonly allowed_models?: readonly string[] | null;
}

/** A team after members were added. */
export interface JoinedTeamInfo extends Team {
  readonly updated_users: readonly User[];
  readonly updated_team_memberships: readonly TeamMembership[];
}

/** What a member may spend after a change, as it was asked for. */
export interface UpdatedTeamMember {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly team_id: string | null;
  readonly max_budget_in_team: number | null;
  readonly tpm_limit: number | null;
  readonly rpm_limit: number | null;
  readonly budget_duration: string | null;
  readonly allowed_models: readonly string[];
  readonly temp_budget_increase: number | null;
  readonly temp_budget_expiry: string | null;
}

const updatedFields: Readers<UpdatedTeamMember> = {
  user_id: readText,
  user_email: readText,
  team_id: readText,
  max_budget_in_team: readNumber,
  tpm_limit: readNumber,
  rpm_limit: readNumber,
  budget_duration: readText,
  allowed_models: readTexts,
  temp_budget_increase: readNumber,
  temp_budget_expiry: readInstant,
};

/** @throws {DecodeError} */
export function decodeJoinedTeam(body: unknown): JoinedTeamInfo {
  const { updated_users: users, updated_team_memberships: memberships } = readObject(body, '');
  return {
    ...decodeTeam(body),
    updated_users: readRecords(users).flatMap((user) => (typeof user['user_id'] === 'string' ? [decodeUser(user)] : [])),
    updated_team_memberships: readRecords(memberships).flatMap(readMembership),
  };
}

/** @throws {DecodeError} */
export function decodeUpdatedMember(body: unknown): UpdatedTeamMember {
  return readFields(readObject(body, ''), updatedFields);
}

/** A member, and what shall change about it. */
export interface UpdateTeamMember extends MemberName {
  /** `admin` needs a licensed proxy. */
  readonly role?: 'admin' | 'user' | null;
  readonly max_budget_in_team?: number | null;
  readonly tpm_limit?: number | null;
  readonly rpm_limit?: number | null;
  readonly budget_duration?: string | null;
  readonly allowed_models?: readonly string[] | null;
  /** Raises the budget for a while; only together with `temp_budget_expiry`. */
  readonly temp_budget_increase?: number | null;
  /** When the raise ends, in ISO 8601. */
  readonly temp_budget_expiry?: string | null;
}

const updateChecks: Checks<Omit<UpdateTeamMember, keyof MemberName>> = {
  role: orNull(oneOf('admin', 'user')),
  max_budget_in_team: orNull(amount),
  tpm_limit: orNull(wholeNumber),
  rpm_limit: orNull(wholeNumber),
  budget_duration: orNull(duration),
  allowed_models: orNull(texts),
  temp_budget_increase: orNull(amount),
  temp_budget_expiry: orNull(nonEmptyText),
};

const addChecks: Checks<Omit<AddTeamMembers, 'member'>> = {
  max_budget_in_team: orNull(amount),
  budget_duration: orNull(duration),
  allowed_models: orNull(texts),
};

/** @throws {ConfigurationError} */
export function addMembersBody(teamId: string, addition: AddTeamMembers): Fields {
  const { member, ...rest } = object('members of a team', addition);
  const members = Array.isArray(member) ? (member as readonly NewTeamMember[]) : [member as NewTeamMember]; // a readonly list is not told apart
  if (members.length === 0) throw new ConfigurationError('litellm', 'member names at least one');
  for (const each of members) checkNewMember(each);
  return { team_id: checkTeamId(teamId), member, ...checkParameters('members of a team', rest, addChecks) };
}

/** @throws {ConfigurationError} */
export function memberBody(teamId: string, member: UpdateTeamMember): Fields {
  const { user_id: userId, user_email: email, ...changes } = object('a member of a team', member);
  const named = { ...(userId ? { user_id: userId } : {}), ...(email ? { user_email: email } : {}) };
  checkMember(named);
  if (((changes.temp_budget_increase ?? null) === null) !== ((changes.temp_budget_expiry ?? null) === null)) {
    throw new ConfigurationError('litellm', 'temp_budget_increase and temp_budget_expiry are set together');
  }
  return { team_id: checkTeamId(teamId), ...named, ...checkParameters('a member of a team', changes, updateChecks) };
}
