import { amount, checkParameters, nonEmptyText } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readNumber, readObject, readRequiredText, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { checkTeamId } from './team-settings.ts';

/** Whose spending in a team is set back. */
export interface ResetMemberSpend {
  readonly user_id: string;
  /** 0 or more, and no more than was spent. @default 0 */
  readonly reset_to?: number;
}

/** A member after its spending in a team was set back. */
export interface MemberSpendReset {
  readonly team_id: string;
  readonly user_id: string;
  readonly spend: number;
  readonly previous_spend: number;
  readonly max_budget: number | null;
}

/** A member after it lost a budget of its own. */
export interface MemberBudgetReset {
  readonly team_id: string;
  readonly user_id: string;
  readonly budget_id: string | null;
  readonly previous_budget_id: string | null;
  /** `team_default`: that of all members; `none`: the team has none. */
  readonly budget_source: string | null;
}

const resetChecks: Checks<ResetMemberSpend> = { user_id: nonEmptyText, reset_to: amount };

/** @throws {ConfigurationError} */
export function memberParameters(teamId: string, userId: string): { readonly team_id: string; readonly user_id: string } {
  nonEmptyText('userId', userId);
  return { team_id: checkTeamId(teamId), user_id: userId };
}

/** @throws {ConfigurationError} */
export function resetSpendBody(reset: ResetMemberSpend): Fields {
  const { reset_to: resetTo = 0 } = checkParameters("a reset of a member's spending", reset, resetChecks);
  return { reset_to: resetTo };
}

/** @throws {DecodeError} */
export function decodeMemberSpendReset(body: unknown): MemberSpendReset {
  const fields = readObject(body, '');
  return {
    ...decodeMember(body),
    spend: readCount(fields['spend']),
    previous_spend: readCount(fields['previous_spend']),
    max_budget: readNumber(fields['max_budget']),
  };
}

/** @throws {DecodeError} */
export function decodeMemberBudgetReset(body: unknown): MemberBudgetReset {
  const fields = readObject(body, '');
  return {
    ...decodeMember(body),
    budget_id: readText(fields['budget_id']),
    previous_budget_id: readText(fields['previous_budget_id']),
    budget_source: readText(fields['budget_source']),
  };
}

function decodeMember(body: unknown): { readonly team_id: string; readonly user_id: string } {
  const fields = readObject(body, '');
  return { team_id: readRequiredText(fields['team_id'], 'team_id'), user_id: readRequiredText(fields['user_id'], 'user_id') };
}
