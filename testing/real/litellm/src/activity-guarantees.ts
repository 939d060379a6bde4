import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  LicenceRequiredError,
  ModelsUnhealthyError,
  NotFoundError,
  Secret,
  TeamNotFoundError,
  UserNotFoundError,
  masterKeyToken,
} from '@keyrack/litellm';
import type { ActivityQuery, LiteLLMClient } from '@keyrack/litellm';
import type { Guarantees } from './client-trials.ts';

/** The proxy writes calls down every few seconds. */
const writtenWithinMs = 30_000;

/** Waits until so many calls are counted. */
async function counted({ activity }: LiteLLMClient, query: ActivityQuery, calls: number): Promise<void> {
  const untilMs = performance.now() + writtenWithinMs;
  while ((await activity.days(query)).metadata.total_api_requests < calls && performance.now() < untilMs) await setTimeout(500);
}

/** What the client promises of activity, callbacks, projects, members' resets and health, asked of the real proxy. */
export const activityGuarantees: Guarantees = {
  async 'tells what calls of models came to, by day, user, team and key, and streams every key'({ litellm, admin, as }) {
    const { activity, keys, teams, users } = litellm;
    await teams.create({ team_id: 'a-team', team_alias: 'Active' });
    await users.create({ user_id: 'a-ada', user_email: 'ada@a.example', user_role: 'internal_user', auto_create_key: false });
    const ada = await keys.generate({ key_alias: 'a-ada', user_id: 'a-ada' });
    const team = await keys.generate({ key_alias: 'a-team', team_id: 'a-team' });
    const others: string[] = [];
    for (let index = 0; index < 105; index += 1) {
      const { key, token } = await keys.generate({ key_alias: `a-${index}` });
      others.push(token);
      await admin.callModel(key.reveal());
    }
    await admin.callModel(ada.key.reveal());
    await admin.callModel(team.key.reveal());
    await admin.callModel(team.key.reveal());
    const today = new Date().toISOString().slice(0, 10);
    const dates = { start_date: today, end_date: today };
    const ofUsers = { of: 'user', ...dates } as const;
    const ofTeams = { of: 'team', ...dates } as const;
    await counted(litellm, ofUsers, 108);
    const whole = await activity.days({ ...ofTeams, api_key_limit: 5 });
    equal(whole.metadata.total_api_requests, 108);
    deepEqual([whole.metadata.api_key_limit, whole.metadata.total_api_keys], [5, 107]);
    const [day] = whole.results;
    equal(day?.date, today);
    equal(day.breakdown.entities['a-team']?.metrics.successful_requests, 2);
    equal(day.breakdown.entities['a-team'].metadata['team_alias'], 'Active');
    ok(Math.abs((day.breakdown.models['openai/gpt-4o']?.metrics.spend ?? 0) - whole.metadata.total_spend) < 1e-9);
    equal((await activity.days({ ...ofUsers, api_key: team.key })).metadata.total_api_requests, 2);
    equal((await activity.days({ ...ofUsers, api_key: masterKeyToken })).metadata.total_api_requests, 0);
    const page = await activity.page({ ...ofUsers, page: 2, page_size: 50 });
    deepEqual([page.metadata.page, page.metadata.total_pages, page.metadata.has_more], [2, 3, true]);
    const streamed: string[] = [];
    for await (const { api_key: token } of activity.allKeys(ofUsers)) streamed.push(token);
    deepEqual(streamed.toSorted(), [...others, ada.token, team.token].toSorted());
    equal(streamed[0], team.token);
    const days: string[] = [];
    for await (const { date } of activity.allDays(ofTeams)) days.push(date);
    deepEqual(days, [today]);
    const { api_keys: found } = await activity.searchKeys({ ...ofUsers, search: 'ADA@A.' });
    deepEqual(
      found.map(({ api_key: token, metadata }) => [token, metadata.user_id]),
      [[ada.token, 'a-ada']],
    );
    equal((await activity.topKeys({ ...ofUsers, model_group: 'gpt-4o', limit: 1 })).api_keys[0]?.api_key, team.token);
    equal((await activity.cacheLeakage({ ...ofUsers, limit: 1 })).api_keys[0]?.api_key, team.token);
    const lines = await activity.export({ ...ofTeams, export_type: 'daily_with_keys' });
    equal(lines.find(({ api_key: token }) => token === team.token)?.entity_alias, 'Active');
    deepEqual(
      (await litellm.spend.byTeamUser({ ...dates, team_ids: ['a-team'] })).map(({ team_id: id, api_requests: calls }) => [id, calls]),
      [['a-team', 2]],
    );
    equal((await as(ada.key).activity.days(ofUsers)).metadata.total_api_requests, 1);
    await rejects(as(ada.key).activity.days({ ...ofUsers, user_id: 'a-bob' }), ForbiddenError);
    await rejects(activity.keys({ ...ofUsers, start_date: '2024-01-01' }), InvalidRequestError);
  },

  async "lets systems hear of a team's calls, and keeps their secrets"({ litellm: { teams, teamCallbacks } }) {
    await teams.create({ team_id: 'c-team', metadata: { room: 1 } });
    const langfuse = {
      callback_name: 'langfuse',
      callback_type: 'success',
      callback_vars: { langfuse_host: 'https://x.example', langfuse_secret_key: new Secret('throwaway-callback') },
    } as const;
    const team = await teamCallbacks.add('c-team', langfuse);
    equal(team.metadata['room'], 1);
    ok(!JSON.stringify(team).includes('throwaway-callback'));
    await rejects(teamCallbacks.add('c-team', langfuse), ConflictError);
    const { success_callbacks: names, callback_vars: variables } = await teamCallbacks.info('c-team');
    deepEqual([names, variables['langfuse_host'], variables['langfuse_secret_key']], [['langfuse'], 'https://x.example', '***REDACTED***']);
    deepEqual((await teamCallbacks.remove('c-team', 'langfuse')).success_callbacks, []);
    await rejects(teamCallbacks.remove('c-team', 'langfuse'), NotFoundError);
    deepEqual((await teamCallbacks.removeAll('c-team')).failure_callbacks, []);
    for (const attempt of [
      () => teamCallbacks.info('c-nope'),
      () => teamCallbacks.add('c-nope', langfuse),
      () => teamCallbacks.remove('c-nope', 'langfuse'),
      () => teamCallbacks.removeAll('c-nope'),
    ])
      await rejects(attempt(), TeamNotFoundError);
  },

  async 'patches teams, adds permissions, and sets members back'({ litellm }) {
    const { teams } = litellm;
    await teams.create({ team_id: 'm-team', metadata: { a: 1, b: { c: 1, d: 2 } } });
    const patched = await teams.patch('m-team', { metadata: { a: null, b: { c: null } }, tpm_limit: 7 });
    deepEqual([patched.metadata, patched.tpm_limit], [{ b: { d: 2 } }, 7]);
    await rejects(teams.patch('m-nope', { tpm_limit: 7 }), TeamNotFoundError);
    equal((await teams.addPermissions({ permissions: ['/key/list'], team_ids: ['m-team'] })).teams_updated, 1);
    deepEqual((await teams.permissions('m-team')).team_member_permissions, ['/key/list']);
    await rejects(teams.addPermissions({ permissions: ['/key/list'], team_ids: ['m-nope'] }), TeamNotFoundError);
    await teams.addMembers('m-team', { member: { user_id: 'm-ada', role: 'user' }, max_budget_in_team: 3 });
    deepEqual(await teams.resetMemberSpend('m-team', { user_id: 'm-ada' }), {
      team_id: 'm-team',
      user_id: 'm-ada',
      spend: 0,
      previous_spend: 0,
      max_budget: 3,
    });
    await rejects(teams.resetMemberSpend('m-team', { user_id: 'm-ada', reset_to: 1 }), InvalidRequestError);
    await rejects(teams.resetMemberSpend('m-team', { user_id: 'm-nope' }), NotFoundError);
    equal((await teams.resetMemberBudget('m-team', 'm-ada')).budget_source, 'none');
    await rejects(teams.resetMemberBudget('m-nope', 'm-ada'), TeamNotFoundError);
    await teams.update('m-team', { team_member_budget: 5 });
    equal((await teams.resetMemberBudget('m-team', 'm-ada')).budget_source, 'team_default');
    deepEqual([await teams.available(), await teams.metadataFields()], [[], []]);
  },

  async 'reads users in short, counts them, describes budgets, and knows no projects'({ litellm: { users, budgets, projects } }) {
    await users.create({ user_id: 's-ada', max_budget: 5, auto_create_key: false });
    equal((await users.summary('s-ada')).max_budget, 5);
    await rejects(users.summary('s-nope'), UserNotFoundError);
    ok(((await users.counts()).total_users_used ?? 0) >= 1);
    await budgets.create({ budget_id: 's-budget', max_budget: 5 });
    equal((await budgets.settings('s-budget')).find(({ field_name: name }) => name === 'max_budget')?.field_value, 5);
    deepEqual(await projects.list(), []);
    await rejects(projects.info('s-nope'), NotFoundError);
    await rejects(projects.create({ team_id: 's-team' }), LicenceRequiredError);
    await rejects(projects.update('s-nope', { max_budget: 1 }), LicenceRequiredError);
    await rejects(projects.delete(['s-nope']), LicenceRequiredError);
  },

  async 'tries models, and tells of earlier trials and of what is beside the proxy'({ litellm: { health } }) {
    equal((await health.models()).healthy_count, 2);
    equal((await health.models({ model: 'gpt-4o-mini' })).healthy_endpoints[0]?.model, 'openai/gpt-4o-mini');
    await rejects(health.models({ model: 'h-nope' }), ModelsUnhealthyError);
    const untilMs = performance.now() + writtenWithinMs;
    while ((await health.history({ model: 'h-nope' })).total_records === 0 && performance.now() < untilMs) await setTimeout(200);
    equal((await health.history({ model: 'h-nope' })).health_checks[0]?.status, 'unhealthy');
    equal((await health.latest())['h-nope']?.model_name, 'h-nope');
    ok((await health.backlog()).in_flight_requests >= 1);
    equal((await health.sharedStatus()).shared_health_check_enabled, false);
    equal((await health.service('email')).status, 'success');
    await rejects(health.service('h-odd'), InvalidRequestError);
  },
};
