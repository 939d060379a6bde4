import { randomUUID } from 'node:crypto';
import { changedBy } from '../litellm-proxy.ts';
import { budgetRow } from '../tables/budget-row.ts';
import type { MembershipRow, TeamMember, TeamRow } from '../tables/team-row.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userRow } from '../tables/user-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** What a new member may spend and call in the team. */
export interface MemberTerms {
  readonly maxBudget: number | null;
  readonly budgetDuration: string | null;
  readonly models: readonly string[] | null;
}

/** Terms that say nothing. */
export const noTerms: MemberTerms = { maxBudget: null, budgetDuration: null, models: null };

/** What came of it: users as they were before the team was added to them. */
export interface Joined {
  readonly team: TeamRow;
  readonly users: readonly UserRow[];
  readonly memberships: readonly MembershipRow[];
}

/** Makes members of a team; users that are not there are made, and those who are in it already are left out. */
export function join(
  asking: Asking,
  team: TeamRow,
  { members, terms }: { readonly members: readonly TeamMember[]; readonly terms: MemberTerms },
): Joined {
  const { proxy } = asking;
  const users: UserRow[] = [];
  const memberships: MembershipRow[] = [];
  for (const member of members) {
    if (isAmong(member, team.members_with_roles)) continue;
    const user = memberUser(asking, member, team.team_id);
    users.push(user);
    const budgetId = budgetFor(asking, team, terms);
    const before = proxy.people.membership(user.user_id, team.team_id);
    const membership = before ?? { user_id: user.user_id, team_id: team.team_id, budget_id: budgetId, spend: 0, total_spend: 0 };
    proxy.people.putMembership(membership);
    memberships.push(membership);
  }
  const list = [...team.members_with_roles];
  for (const member of members) {
    const named = identified(member, users);
    if (!isAmong(named, list)) list.push(named);
  }
  const changed = proxy.people.changeTeam(team, { members_with_roles: list, updated_at: proxy.nowMs });
  proxy.seenTeams.forget(team.team_id);
  return { team: changed, users, memberships };
}

/** Whether somebody in the list has the member's id or e-mail address. */
function isAmong(member: TeamMember, list: readonly TeamMember[]): boolean {
  return list.some(
    ({ user_id: id, user_email: email }) =>
      (member.user_id !== null && id === member.user_id) || (member.user_email !== null && email === member.user_email),
  );
}

/** The user behind a new member, with the team added to it; returned as it was before that. */
function memberUser(asking: Asking, member: TeamMember, teamId: string): UserRow {
  const { proxy } = asking;
  const { people, nowMs } = proxy;
  const [known, another] =
    member.user_id !== null
      ? [people.user(member.user_id) ?? undefined]
      : people.usersWithEmail(member.user_email ?? '', { anyCase: false });
  if (another !== undefined) throw refused(500, 'Multiple users with this email found in db.');
  if (known === undefined) {
    const made = userRow({
      user_id: member.user_id ?? randomUUID(),
      user_email: member.user_id === null ? member.user_email : null,
      user_role: 'internal_user',
      teams: [teamId],
      created_at: nowMs,
      updated_at: nowMs,
    });
    people.users.set(made.user_id, made);
    proxy.note('user-created', made.user_id);
    return made;
  }
  const touched = people.changeUser(known, member.user_id === null ? {} : { updated_at: nowMs });
  if (!touched.teams.includes(teamId)) people.changeUser(touched, { teams: [...touched.teams, teamId], updated_at: nowMs });
  return touched;
}

function budgetFor({ proxy, caller }: Asking, team: TeamRow, terms: MemberTerms): string | null {
  const models = terms.models ?? (team.default_team_member_models.length > 0 ? team.default_team_member_models : null);
  if (terms.maxBudget === null && models === null && terms.budgetDuration === null) return null;
  const row = budgetRow({
    budget_id: randomUUID(),
    max_budget: terms.maxBudget,
    allowed_models: models ?? [],
    budget_duration: terms.budgetDuration,
    budget_reset_at: terms.budgetDuration === null ? null : budgetResetMs(terms.budgetDuration, proxy.nowMs),
    created_at: proxy.nowMs,
    created_by: changedBy(caller),
  });
  proxy.keepBudget(row);
  return row.budget_id;
}

/** The member with what its user adds: the id, or the e-mail address. */
function identified(member: TeamMember, users: readonly UserRow[]): TeamMember {
  const byEmail = users.find((user) => member.user_email !== null && user.user_email === member.user_email);
  const id = member.user_id ?? byEmail?.user_id ?? null;
  const byId = users.find((user) => id !== null && user.user_id === id && user.user_email !== null);
  return { ...member, user_id: id, user_email: member.user_email ?? byId?.user_email ?? null };
}
