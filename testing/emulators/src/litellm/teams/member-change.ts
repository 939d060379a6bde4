import { randomUUID } from 'node:crypto';
import { mayChangeTeam, teamCallDenied } from '../access/team-admins.ts';
import { checkBudgetDuration } from '../keys/generation-checks.ts';
import { changedBy } from '../litellm-proxy.ts';
import type { MemberUpdateRequest } from '../schema/team-schemas.ts';
import type { BudgetRow } from '../tables/budget-row.ts';
import { budgetRow } from '../tables/budget-row.ts';
import type { MembershipRow, TeamMember, TeamRow } from '../tables/team-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import { Float } from '../values/json.ts';
import { printed } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, refused } from '../web/failures.ts';

/** Who is meant: by id, by e-mail address, or by both. */
export interface NamedMember {
  readonly team_id: string;
  readonly user_id: string | null;
  readonly user_email: string | null;
}

/** Takes a member out of a team. Its keys of that team go to the archive. */
export function removeMember(asking: Asking, named: NamedMember): TeamRow {
  const { proxy, caller } = asking;
  const team = changeableTeam(asking, named.team_id, '/team/member_delete');
  const isMeant = (member: TeamMember) =>
    (named.user_id !== null && member.user_id === named.user_id) || (named.user_email !== null && member.user_email === named.user_email);
  const removed = team.members_with_roles.filter(isMeant);
  const ids = removed.length > 0 ? removed.flatMap((member) => member.user_id ?? []) : named.user_id === null ? [] : [named.user_id];
  const users =
    ids.length > 0
      ? ids.flatMap((id) => proxy.people.user(id) ?? [])
      : proxy.people.usersWithEmail(named.user_email ?? '', { anyCase: false });
  const inTeam = users.filter((user) => user.teams.includes(team.team_id));
  if (removed.length === 0 && inTeam.length === 0) throw refused(400, 'User not found in team');
  const gone = new Set([...ids, ...(removed.length > 0 ? users : inTeam).map((user) => user.user_id)]);
  for (const user of inTeam) {
    proxy.people.changeUser(user, { teams: user.teams.filter((id) => id !== team.team_id), updated_at: proxy.nowMs });
  }
  for (const id of gone) proxy.people.deleteMembership(id, team.team_id);
  proxy.archiveKeys(
    proxy.keys.found((key) => key.team_id === team.team_id && key.user_id !== null && gone.has(key.user_id)),
    caller,
    undefined,
  );
  const left = team.members_with_roles.filter((member) => !isMeant(member));
  proxy.seenTeams.forget(team.team_id);
  proxy.note('team-updated', team.team_id, ['members_with_roles']);
  if (removed.length > 0) proxy.people.changeTeam(team, { members_with_roles: left, updated_at: proxy.nowMs });
  return { ...team, members_with_roles: left };
}

/** Changes a member's role and what it may spend. Returns its id. */
export function updateMember(asking: Asking, request: MemberUpdateRequest): string {
  const { proxy } = asking;
  const { values } = request;
  if (values.role === 'admin' && !proxy.settings.licensed) throw adminsNeedLicence();
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  const team = changeableTeam(asking, values.team_id, '/team/member_delete');
  const byEmail = () => team.members_with_roles.find((member) => member.user_email !== null && member.user_email === values.user_email);
  const userId = values.user_id ?? byEmail()?.user_id ?? null;
  if (userId === null) throw refused(400, `User id doesn't exist in team table. Data=${printedRequest(request)}`);
  const { role } = values;
  if (role !== null) {
    if (!team.members_with_roles.some((member) => member.user_id === userId)) {
      throw refused(404, `User ${userId} is not a member of team ${team.team_id}`);
    }
    const list = team.members_with_roles.map((member) =>
      member.user_id === userId ? { user_id: userId, user_email: values.user_email ?? member.user_email, role } : member,
    );
    proxy.people.changeTeam(team, { members_with_roles: list, updated_at: proxy.nowMs });
  }
  changeTerms(asking, request, userId);
  proxy.note('team-updated', team.team_id, ['members_with_roles']);
  return userId;
}

function changeableTeam({ proxy, caller }: Asking, teamId: string, route: string): TeamRow {
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  const team = proxy.people.team(teamId);
  if (team === null) throw refused(400, `Team id=${teamId} does not exist in db`);
  if (!mayChangeTeam(caller, team)) throw teamCallDenied(route, team);
  return team;
}

const limits = [
  'max_budget',
  'tpm_limit',
  'rpm_limit',
  'budget_duration',
  'allowed_models',
  'temp_budget_increase',
  'temp_budget_expiry',
] as const;

/** Puts the terms into the member's budget, or makes one; a budget that says nothing any more is let go. */
function changeTerms({ proxy, caller }: Asking, { values, names }: MemberUpdateRequest, userId: string): void {
  const given: Record<string, unknown> = {};
  for (const name of limits) {
    const field = name === 'max_budget' ? 'max_budget_in_team' : name;
    if (names.has(field)) given[name] = values[field];
  }
  if (Object.keys(given).length === 0) return;
  if (names.has('budget_duration')) {
    given['budget_reset_at'] = values.budget_duration === null ? null : budgetResetMs(values.budget_duration, proxy.nowMs);
  }
  if (given['allowed_models'] === null) given['allowed_models'] = [];
  if (names.has('temp_budget_expiry')) given['temp_budget_expiry'] = values.temp_budget_expiry?.epochMs ?? null;
  const membership = proxy.people.membership(userId, values.team_id);
  const before = membership?.budget_id === undefined || membership.budget_id === null ? undefined : proxy.budgets.get(membership.budget_id);
  const blank = before ?? budgetRow({ budget_id: randomUUID(), created_at: proxy.nowMs, created_by: changedBy(caller) });
  const budget = { ...blank, ...(given as Partial<BudgetRow>), updated_at: proxy.nowMs, updated_by: changedBy(caller) }; // each of its column's kind
  const row: MembershipRow = membership ?? { user_id: userId, team_id: values.team_id, budget_id: null, spend: 0, total_spend: 0 };
  const limited = limits.some((name) => {
    const value = budget[name];
    return value !== null && !(Array.isArray(value) && value.length === 0);
  });
  if (!limited) {
    if (before !== undefined) proxy.people.putMembership({ ...row, budget_id: null });
    return;
  }
  proxy.keepBudget(budget);
  if (before === undefined) proxy.people.putMembership({ ...row, budget_id: budget.budget_id });
}

function adminsNeedLicence(): HttpFailure {
  const advice =
    'You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env. ' +
    'Get a 7 day trial key here: https://www.litellm.ai/#trial. Pricing: https://www.litellm.ai/#pricing';
  return new HttpFailure(400, `Assigning team admins is a premium feature. ${advice}`);
}

function printedRequest({ values }: MemberUpdateRequest): string {
  const amounts = ['max_budget_in_team', 'temp_budget_increase'];
  return Object.entries(values)
    .map(([name, value]) => {
      if (typeof value !== 'number')
        return `${name}=${printed(value !== null && typeof value === 'object' && 'text' in value ? value.text : value)}`;
      return `${name}=${printed(amounts.includes(name) ? new Float(value) : value)}`;
    })
    .join(' ');
}
