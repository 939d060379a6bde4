import { isAdmin } from '../access/caller.ts';
import { noTeam } from '../access/authenticate.ts';
import { mayChangeTeam, teamCallDenied } from '../access/team-admins.ts';
import { checkBudgetDuration } from '../keys/generation-checks.ts';
import { licenceAdvice } from '../keys/licence.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { TeamMember, TeamRow } from '../tables/team-row.ts';
import { printed } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { ProxyFailure, refused } from '../web/failures.ts';
import type { Joined, MemberTerms } from './join.ts';
import { join } from './join.ts';

/** Whom to add to which team. */
export interface JoinRequest {
  readonly teamId: string;
  readonly members: readonly TeamMember[];
  /** Whether the members came as a list: a single one is refused in other words. */
  readonly asList: boolean;
  readonly terms: MemberTerms;
}

/** Adds members to a team. @throws in the order in which the proxy looks at the request */
export function joinTeam(asking: Asking, { teamId, members, asList, terms }: JoinRequest): Joined {
  const { proxy, caller } = asking;
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  checkNoAdmins(proxy, members, asList);
  checkBudgetDuration(terms.budgetDuration, proxy.nowMs);
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId);
  checkNotAllInTeam(team, members, asList);
  if (!mayChangeTeam(caller, team)) throw teamCallDenied('/team/member_add', team);
  const unknown = members.flatMap(({ user_id: id }) => (id === null || proxy.people.user(id) !== null ? [] : [id]));
  if (!isAdmin(caller) && unknown.length > 0) throw unknownUsers(unknown);
  const named = members.map((member) => withUser(proxy, member));
  const joined = join(asking, team, { members: named, terms });
  proxy.note('team-updated', teamId, ['members_with_roles']);
  return joined;
}

/** A member as Python prints it. */
function printedMember({ user_id: id, user_email: email, role }: TeamMember): string {
  return `Member(${memberText(id, email, role).join(', ')})`;
}

function checkNoAdmins(proxy: LiteLLMProxy, members: readonly TeamMember[], asList: boolean): void {
  const admin = members.find(({ role }) => role === 'admin');
  if (admin === undefined || proxy.settings.licensed) return;
  const got = memberText(admin.user_id, admin.user_email, admin.role).join(' ');
  const premium = 'Assigning team admins is a premium feature.';
  throw refused(400, asList ? `${premium} Got=${got}. ${licenceAdvice}. ` : `${premium} ${licenceAdvice}`);
}

function checkNotAllInTeam(team: TeamRow, members: readonly TeamMember[], asList: boolean): void {
  const times = members.flatMap((member) =>
    team.members_with_roles.flatMap(({ user_id: id, user_email: email }) => [
      ...(member.user_id !== null && id === member.user_id ? [member] : []),
      ...(member.user_email !== null && email === member.user_email ? [member] : []),
    ]),
  );
  const existing = `Existing members=[${team.members_with_roles.map(printedMember).join(', ')}]`;
  const [one] = members;
  if (asList && times.length === members.length) throw inTeam(`All users are already in team. ${existing}`);
  if (!asList && times.length === 1) {
    throw inTeam(`User already in team. Member: user_id=${one?.user_id ?? 'None'}, user_email=${one?.user_email ?? 'None'}. ${existing}`);
  }
}

const inTeam = (message: string) => new ProxyFailure(message, { status: 400, type: 'team_member_already_in_team', param: 'member' });

function unknownUsers(ids: readonly string[]) {
  const most = 10;
  const more = ids.length > most ? ` and ${ids.length - most} more` : '';
  const advice = 'Add the member by user_email to invite a new user, or ask a proxy admin to create the user first.';
  return refused(403, `Only proxy admins can add a user_id that does not exist yet: ${ids.slice(0, most).join(', ')}${more}. ${advice}`);
}

/** The member with its user's id or e-mail address, whichever was left out. */
function withUser({ people }: LiteLLMProxy, member: TeamMember): TeamMember {
  const { user_id: id, user_email: email } = member;
  if (email === null) return { ...member, user_email: people.user(id)?.user_email ?? null };
  const exact = people.usersWithEmail(email, { anyCase: false });
  const several = refused(400, `Multiple users found with email '${email}'. Please use 'user_id' instead.`);
  if (id === null) {
    const [user] = people.usersWithEmail(email, { anyCase: true });
    if (user !== undefined && exact.length > 1) throw several;
    return { ...member, user_id: user?.user_id ?? null };
  }
  if (exact.length > 1) throw several;
  if (exact[0] !== undefined && exact[0].user_id !== id) {
    throw refused(400, `user_email '${email}' and user_id '${id}' do not belong to the same user.`);
  }
  return member;
}

function memberText(id: string | null, email: string | null, role: string): readonly string[] {
  return [`user_id=${printed(id)}`, `user_email=${printed(email)}`, `role=${printed(role)}`];
}
