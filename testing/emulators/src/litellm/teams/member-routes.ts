import { isAdmin } from '../access/caller.ts';
import { noTeam } from '../access/authenticate.ts';
import { resetSpendSchema } from '../schema/key-schemas.ts';
import { memberAddSchema, memberDeleteSchema, membersAddSchema, memberUpdateSchema } from '../schema/team-schemas.ts';
import { teamAsType } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import { Float, Instant } from '../values/json.ts';
import type { AnyEndpoint, Asking } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { refused } from '../web/failures.ts';
import { noDatabase as keysNeedDatabase } from '../keys/key-routes.ts';
import { addMany } from './add-many.ts';
import { joinedBody } from './joined-body.ts';
import { joinTeam } from './member-add.ts';
import { removeMember, updateMember } from './member-change.ts';
import { resetMemberBudget, resetMemberSpend } from './member-resets.ts';
import { needsDatabase } from './needs-database.ts';
import { asMember } from './new-team.ts';
import { membershipOf, noDatabase } from './team-info.ts';

/** The endpoints open to everybody: who may do what is decided by the team. */
const selfManaged = ['management_routes', 'self_managed_routes', 'viewer_refused'] as const;

/** Members of teams. */
export const memberRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/team/member_add',
    groups: selfManaged,
    body: memberAddSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const {
        member,
        team_id: teamId,
        max_budget_in_team: maxBudget,
        budget_duration: budgetDuration,
        allowed_models: models,
      } = call.body.values;
      const terms = { maxBudget, budgetDuration, models };
      const joined = joinTeam(call, { teamId, members: member.members.map(asMember), asList: member.asList, terms });
      return joinedBody(call, joined);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/team/bulk_member_add',
    groups: ['management_routes'],
    body: membersAddSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { proxy, caller } = call;
      const { team_id: teamId, members, all_users: all, max_budget_in_team: maxBudget } = call.body.values;
      if (!proxy.settings.database) throw keysNeedDatabase();
      if (all === true && !isAdmin(caller)) {
        throw refused(403, '`all_users=true` is restricted to PROXY_ADMIN. Org/team admins must specify explicit member lists.');
      }
      return addMany(call, { teamId, members: all === true ? null : (members ?? []).map(asMember), maxBudget });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/team/member_delete',
    groups: selfManaged,
    body: memberDeleteSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => teamAsType(removeMember(call, call.body.values)),
  }),
  endpoint({
    method: 'POST',
    path: '/team/member_update',
    groups: selfManaged,
    body: memberUpdateSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const userId = updateMember(call, call.body);
      const { values } = call.body;
      const amount = (value: number | null) => (value === null ? null : new Float(value));
      return {
        user_id: userId,
        user_email: values.user_email,
        team_id: values.team_id,
        max_budget_in_team: amount(values.max_budget_in_team),
        tpm_limit: values.tpm_limit,
        rpm_limit: values.rpm_limit,
        budget_duration: values.budget_duration,
        allowed_models: values.allowed_models,
        temp_budget_increase: amount(values.temp_budget_increase),
        temp_budget_expiry: values.temp_budget_expiry === null ? null : Instant.ofMs(values.temp_budget_expiry.epochMs),
      };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/team/{team_id}/members/me',
    groups: ['self_managed_routes'],
    dialect: 'typed',
    failures: untouched,
    handle: (call) => ownMembership(call, call.path['team_id'] ?? ''),
  }),
  endpoint({
    method: 'POST',
    path: '/team/{team_id}/member/{user_id}/reset_spend',
    groups: ['self_managed_routes'],
    body: resetSpendSchema,
    dialect: 'plain',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => resetMemberSpend(call, memberIn(call.path), call.body.values.reset_to)),
  }),
  endpoint({
    method: 'POST',
    path: '/team/{team_id}/member/{user_id}/reset_budget',
    groups: ['self_managed_routes'],
    dialect: 'typed',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => resetMemberBudget(call, memberIn(call.path))),
  }),
];

function memberIn(path: Readonly<Record<string, string>>): { readonly teamId: string; readonly userId: string } {
  return { teamId: path['team_id'] ?? '', userId: path['user_id'] ?? '' };
}

function ownMembership({ proxy, caller }: Asking, teamId: string): Body {
  if (!proxy.settings.database) throw refused(500, noDatabase);
  if (caller.userId === null) throw refused(400, "API key has no associated user_id; cannot resolve 'me' for team membership.");
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId);
  const email = caller.user?.user_email ?? null;
  const member = team.members_with_roles.find((one) => one.user_id === caller.userId || (email !== null && one.user_email === email));
  if (member === undefined) throw refused(404, `User user_id=${caller.userId} is not a member of team_id=${teamId}.`);
  const row = proxy.people.membership(caller.userId, teamId);
  return {
    user_id: caller.userId,
    team_id: teamId,
    budget_id: null,
    spend: new Float(0),
    total_spend: new Float(0),
    litellm_budget_table: null,
    ...(row === undefined ? {} : membershipOf(proxy, row)),
    role: member.role,
    user_email: email,
    team_alias: team.team_alias,
  };
}
