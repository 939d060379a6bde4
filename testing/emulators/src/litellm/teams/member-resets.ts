import { NotKnownError } from '../../kit/not-known.ts';
import { mayChangeTeam, teamDenied } from '../access/team-admins.ts';
import { existingTeam } from '../access/team-permissions.ts';
import type { MembershipRow } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** Whose terms in a team are meant. */
export interface Member {
  readonly teamId: string;
  readonly userId: string;
}

/** Sets back what a member has spent in a team. */
export function resetMemberSpend(asking: Asking, member: Member, resetTo: number): Body {
  const { proxy } = asking;
  const row = membershipToChange(asking, member);
  if (resetTo < 0 || !Number.isFinite(resetTo)) throw refused(400, 'reset_to must be a finite number >= 0');
  const shown = (amount: number): string => inserted(new Float(amount));
  if (resetTo > row.spend) throw refused(400, `reset_to (${shown(resetTo)}) must be <= current spend (${shown(row.spend)})`);
  const budget = row.budget_id === null ? undefined : proxy.budgets.get(row.budget_id);
  if (budget?.max_budget !== undefined && budget.max_budget !== null && resetTo > budget.max_budget)
    throw new NotKnownError("how spending is set back to more than a member's budget");
  proxy.people.putMembership({ ...row, spend: resetTo });
  proxy.note('team-updated', member.teamId, ['spend']);
  return {
    team_id: member.teamId,
    user_id: member.userId,
    spend: new Float(resetTo),
    previous_spend: new Float(row.spend),
    max_budget: budget?.max_budget === undefined || budget.max_budget === null ? null : new Float(budget.max_budget),
  };
}

/** Takes a member's own budget away. Teams here have none for all members. */
export function resetMemberBudget(asking: Asking, member: Member): Body {
  const { proxy } = asking;
  const row = membershipToChange(asking, member);
  proxy.people.putMembership({ ...row, budget_id: null });
  proxy.note('team-updated', member.teamId, ['budget_id']);
  return { team_id: member.teamId, user_id: member.userId, budget_id: null, previous_budget_id: row.budget_id, budget_source: 'none' };
}

function membershipToChange({ proxy, caller }: Asking, { teamId, userId }: Member): MembershipRow {
  const team = existingTeam(proxy, teamId);
  if (!mayChangeTeam(caller, team)) throw teamDenied();
  if (caller.userId === userId && caller.key !== null) throw new NotKnownError('whether an admin of a team may set itself back');
  const row = proxy.people.membership(userId, teamId);
  if (row !== undefined) return row;
  throw refused(404, `User ${userId} is not a member of team ${teamId}.`);
}
