import type { TeamMember } from '../tables/team-row.ts';
import { userAsType } from '../tables/user-row.ts';
import type { Body } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, ProxyFailure, refused } from '../web/failures.ts';
import { noTerms } from './join.ts';
import { joinedBody } from './joined-body.ts';
import { joinTeam } from './member-add.ts';

import { membershipOf } from './team-info.ts';

const most = 500;

/** Members for a team: those that are named, or every user there is. */
export interface ManyMembers {
  readonly teamId: string;
  /** Null for every user. */
  readonly members: readonly TeamMember[] | null;
  readonly maxBudget: number | null;
}

/** Adds many members at once, all or none; the answer is 200 all the same. */
export function addMany(asking: Asking, { teamId, members: named, maxBudget }: ManyMembers): Body {
  const members = named ?? everybody(asking);
  if (members.length === 0) throw refused(400, 'At least one member is required');
  if (members.length > most) throw refused(400, `Maximum ${most} members can be added at once`);
  const counts = (added: number) => ({
    total_requested: members.length,
    successful_additions: added,
    failed_additions: members.length - added,
  });
  try {
    const joined = joinTeam(asking, { teamId, members, asList: true, terms: { ...noTerms, maxBudget } });
    const results = members.map((member) => {
      const user = joined.users.find(
        (one) => one.user_id === member.user_id || (member.user_email !== null && one.user_email === member.user_email),
      );
      const membership = joined.memberships.find((row) => row.user_id === (member.user_id ?? user?.user_id));
      return {
        user_id: member.user_id ?? user?.user_id ?? null,
        user_email: member.user_email ?? user?.user_email ?? null,
        success: true,
        error: null,
        updated_user: user === undefined ? null : userAsType(user),
        updated_team_membership: membership === undefined ? null : membershipOf(asking.proxy, membership),
      };
    });
    return { team_id: teamId, results, ...counts(members.length), updated_team: joinedBody(asking, joined) };
  } catch (error) {
    const reason = reasonOf(error);
    const results = members.map(({ user_id, user_email }) => ({
      user_id,
      user_email,
      success: false,
      error: reason,
      updated_user: null,
      updated_team_membership: null,
    }));
    return { team_id: teamId, results, ...counts(0), updated_team: null };
  }
}

function everybody({ proxy }: Asking): readonly TeamMember[] {
  const users = [...proxy.people.users.values()].toSorted((one, other) => other.created_at - one.created_at);
  return users.map(({ user_id, user_email }) => ({ user_id, user_email, role: 'user' }));
}

function reasonOf(error: unknown): string {
  if (error instanceof HttpFailure) return `${error.status}: ${inserted(error.detail)}`;
  if (error instanceof ProxyFailure) return error.message;
  throw error;
}
