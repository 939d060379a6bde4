import { ConfigurationError } from '@keyrack/http';
import { amount, checkParameters, duration, nonEmptyText, oneOf, orNull, texts, wholeNumber } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
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
export function addMembersBody(teamId: string, { member, ...rest }: AddTeamMembers): Fields {
  const members = Array.isArray(member) ? (member as readonly NewTeamMember[]) : [member as NewTeamMember]; // a readonly list is not told apart
  if (members.length === 0) throw new ConfigurationError('litellm', 'member names at least one');
  for (const each of members) checkNewMember(each);
  return { team_id: checkTeamId(teamId), member, ...checkParameters('members of a team', rest, addChecks) };
}

/** @throws {ConfigurationError} */
export function memberBody(teamId: string, { user_id: userId, user_email: email, ...changes }: UpdateTeamMember): Fields {
  const named = { ...(userId ? { user_id: userId } : {}), ...(email ? { user_email: email } : {}) };
  checkMember(named);
  if (((changes.temp_budget_increase ?? null) === null) !== ((changes.temp_budget_expiry ?? null) === null)) {
    throw new ConfigurationError('litellm', 'temp_budget_increase and temp_budget_expiry are set together');
  }
  return { team_id: checkTeamId(teamId), ...named, ...checkParameters('a member of a team', changes, updateChecks) };
}
