import { inspect } from 'node:util';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  LicenceRequiredError,
  LiteLLMClient,
  ModelsUnhealthyError,
  NotFoundError,
  Secret,
  TeamNotFoundError,
  UserNotFoundError,
  ValidationError,
} from '../src/index.ts';
import type { AddTeamPermissions, NewTeamCallback } from '../src/index.ts';

const emulator = await startLiteLLMEmulator({ spendWriteDelayMs: 0 });
let requests = 0;
const litellm = new LiteLLMClient({
  baseUrl: emulator.url,
  apiKey: emulator.apiKey,
  retries: { delayMs: 1 },
  hooks: { onRequest: () => (requests += 1) },
});

beforeEach(() => emulator.reset());
afterAll(async () => {
  await litellm.close();
  await emulator.close();
});

describe("who hears of a team's calls", () => {
  const secret = 'throwaway-langfuse-secret';
  const langfuse: NewTeamCallback = {
    callback_name: 'langfuse',
    callback_type: 'success',
    callback_vars: { langfuse_host: 'https://langfuse.example', langfuse_secret_key: new Secret(secret) },
  };

  test('is added with its secrets, which are shown to nobody, and taken away', async () => {
    await litellm.teams.create({ team_id: 'core', metadata: { room: 1 } });
    const { teamCallbacks } = litellm;
    const team = await teamCallbacks.add('core', langfuse);
    expect(team).toMatchObject({ team_id: 'core', metadata: { room: 1 } });
    await teamCallbacks.add('core', { callback_name: 'odd', callback_vars: {} });
    await expect(teamCallbacks.add('core', langfuse)).rejects.toThrow(ConflictError);
    const told = await teamCallbacks.info('core');
    expect(told).toEqual({
      team_id: 'core',
      success_callbacks: ['langfuse', 'odd'],
      failure_callbacks: ['odd'],
      callback_vars: { langfuse_host: 'https://langfuse.example', langfuse_secret_key: '***REDACTED***' },
    });
    expect(inspect([team, told, await litellm.prepare.teamCallbacks.add('core', langfuse)], { depth: 9 })).not.toContain(secret);
    expect(await teamCallbacks.remove('core', 'langfuse')).toMatchObject({ success_callbacks: ['odd'], failure_callbacks: ['odd'] });
    await expect(teamCallbacks.remove('core', 'langfuse')).rejects.toThrow(NotFoundError);
    expect(await teamCallbacks.removeAll('core')).toMatchObject({ success_callbacks: [], failure_callbacks: [] });
  });

  test('is not told of teams that are not there, nor to members', async () => {
    const { teamCallbacks } = litellm;
    for (const attempt of [
      () => teamCallbacks.info('nope'),
      () => teamCallbacks.add('nope', langfuse),
      () => teamCallbacks.remove('nope', 'langfuse'),
      () => teamCallbacks.removeAll('nope'),
    ])
      await expect(attempt()).rejects.toThrow(TeamNotFoundError);
    await litellm.teams.create({ team_id: 'core' });
    const { key } = await litellm.users.create({ user_id: 'ada', teams: ['core'] });
    await using ada = new LiteLLMClient({ baseUrl: emulator.url, apiKey: key ?? '', retries: false });
    await expect(ada.teamCallbacks.info('core')).rejects.toThrow(ForbiddenError);
    await expect(teamCallbacks.add('core', { ...langfuse, callback_type: 'both' as never })).rejects.toThrow(ConfigurationError);
    await expect(teamCallbacks.add('core', { callback_name: 'langfuse' } as never)).rejects.toThrow(ConfigurationError);
  });
});

describe('a team', () => {
  test('is patched within its metadata, and keeps what is not named', async () => {
    await litellm.teams.create({ team_id: 'core', team_alias: 'Core', metadata: { a: 1, b: { c: 1, d: 2 } }, max_budget: 9 });
    const patched = await litellm.teams.patch('core', { metadata: { a: null, b: { c: null }, e: [5] }, tpm_limit: 7 });
    expect(patched).toMatchObject({ team_alias: 'Core', metadata: { b: { d: 2 }, e: [5] }, max_budget: 9, tpm_limit: 7 });
    expect((await litellm.teams.patch('core', { max_budget: null })).max_budget).toBeNull();
    await expect(litellm.teams.patch('nope', { max_budget: 1 })).rejects.toThrow(TeamNotFoundError);
    await expect(litellm.teams.patch('core', { max_bugdet: 1 } as never)).rejects.toThrow(ConfigurationError);
  });

  test('lets its members do more, and nothing less', async () => {
    await litellm.teams.create({ team_id: 'core', team_member_permissions: ['/key/info'] });
    await litellm.teams.create({ team_id: 'edge' });
    expect(await litellm.teams.addPermissions({ permissions: ['/key/list'], team_ids: ['core'] })).toMatchObject({ teams_updated: 1 });
    expect(await litellm.teams.addPermissions({ permissions: ['/key/list'], apply_to_all_teams: true })).toMatchObject({
      teams_updated: 1,
    });
    expect((await litellm.teams.permissions('core')).team_member_permissions).toEqual(['/key/info', '/key/list']);
    await expect(litellm.teams.addPermissions({ permissions: ['/key/list'], team_ids: ['nope'] })).rejects.toThrow(TeamNotFoundError);
    await expect(litellm.teams.addPermissions({ permissions: ['/key/odd'], team_ids: ['core'] })).rejects.toThrow(ValidationError);
    const wrong: readonly AddTeamPermissions[] = [
      { permissions: ['/key/list'] },
      { permissions: ['/key/list'], team_ids: [] },
      { permissions: ['/key/list'], team_ids: ['core'], apply_to_all_teams: true },
      { permissions: [], team_ids: ['core'] },
    ];
    for (const addition of wrong) await expect(litellm.teams.addPermissions(addition)).rejects.toThrow(ConfigurationError);
  });

  test('sets back what a member has spent, and gives up its own budget', async () => {
    await litellm.teams.create({ team_id: 'core' });
    await litellm.teams.addMembers('core', { member: { user_id: 'ada', role: 'user' }, max_budget_in_team: 9 });
    const { token } = await litellm.keys.generate({ user_id: 'ada', team_id: 'core' });
    emulator.use(token, { cost: 5 });
    await expect(litellm.teams.resetMemberSpend('core', { user_id: 'ada', reset_to: 6 })).rejects.toThrow(InvalidRequestError);
    const reset = await litellm.teams.resetMemberSpend('core', { user_id: 'ada', reset_to: 1.5 });
    expect(reset).toEqual({ team_id: 'core', user_id: 'ada', spend: 1.5, previous_spend: 5, max_budget: 9 });
    expect((await litellm.teams.resetMemberSpend('core', { user_id: 'ada' })).spend).toBe(0);
    const away = await litellm.teams.resetMemberBudget('core', 'ada');
    expect(away).toMatchObject({ budget_id: null, budget_source: 'none' });
    expect(away.previous_budget_id).not.toBeNull();
    await expect(litellm.teams.resetMemberSpend('core', { user_id: 'bob' })).rejects.toThrow(NotFoundError);
    await expect(litellm.teams.resetMemberBudget('nope', 'ada')).rejects.toThrow(TeamNotFoundError);
    await expect(litellm.teams.resetMemberSpend('core', { user_id: 'ada', reset_to: -1 })).rejects.toThrow(ConfigurationError);
  });

  test('says which may be joined and which metadata are wanted', async () => {
    expect(await litellm.teams.available()).toEqual([]);
    expect(await litellm.teams.metadataFields()).toEqual([]);
  });
});

describe('users', () => {
  test('are read in short and counted', async () => {
    await litellm.teams.create({ team_id: 'core' });
    await litellm.users.create({ user_id: 'ada', teams: ['core'], max_budget: 5, metadata: { room: 1 } });
    const summary = await litellm.users.summary('ada');
    expect(summary).toMatchObject({ user_id: 'ada', teams: ['core'], max_budget: 5, metadata: { room: 1 } });
    expect(summary).not.toHaveProperty('keys');
    expect((await litellm.users.summary()).user_id).toBe('default_user_id');
    await expect(litellm.users.summary('nope')).rejects.toThrow(UserNotFoundError);
    expect(await litellm.users.counts()).toMatchObject({ total_users: null, total_users_used: 2, total_teams_used: 1 });
  });
});

test('a budget tells what can be set in it, and what is', async () => {
  await litellm.budgets.create({ budget_id: 'small', max_budget: 5 });
  const fields = await litellm.budgets.settings('small');
  expect(fields.find(({ field_name: name }) => name === 'max_budget')).toMatchObject({ field_type: 'Float', field_value: 5 });
  expect((await litellm.budgets.settings('nope')).every(({ field_value: value }) => value === null)).toBe(true);
});

test('projects are for those who pay, but there are none to be read', async () => {
  const { projects } = litellm;
  expect(await projects.list()).toEqual([]);
  await expect(projects.info('p')).rejects.toThrow(NotFoundError);
  for (const attempt of [
    () => projects.create({ team_id: 't' }),
    () => projects.update('p', { max_budget: 1 }),
    () => projects.delete(['p']),
  ])
    await expect(attempt()).rejects.toThrow(LicenceRequiredError);
});

describe("a proxy's health", () => {
  test('is told of its models, now and before', async () => {
    const { health } = litellm;
    expect(await health.models()).toMatchObject({ healthy_count: 2, healthy_endpoints: [{ model: 'openai/gpt-4o' }, {}] });
    expect(await health.models({ model: 'gpt-4o' })).toMatchObject({ healthy_count: 1, unhealthy_endpoints: [] });
    requests = 0;
    await expect(health.models({ model: 'nope' })).rejects.toThrow(ModelsUnhealthyError);
    expect(requests).toBe(1); // a trial costs money
    expect((await health.history({ status_filter: 'unhealthy' })).health_checks).toMatchObject([{ model_name: 'nope' }]);
    const all: (string | null)[] = [];
    for await (const { model_name: name } of health.allHistory()) all.push(name);
    expect(all).toEqual(['nope', 'gpt-4o']);
    expect(Object.keys(await health.latest()).toSorted()).toEqual(['gpt-4o', 'nope']);
  });

  test('is told of what is beside it', async () => {
    const { health } = litellm;
    expect(await health.backlog()).toMatchObject({ in_flight_requests: 1 });
    expect(await health.sharedStatus()).toEqual({
      shared_health_check_enabled: false,
      message: 'Shared health check is not enabled',
      status: null,
    });
    expect(await health.service('email')).toMatchObject({ status: 'success' });
    await expect(health.service('odd')).rejects.toThrow(InvalidRequestError);
    await expect(health.service('slack')).rejects.toThrow(InvalidRequestError);
  });
});
