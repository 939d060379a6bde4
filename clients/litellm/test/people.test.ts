import { startLiteLLMEmulator } from '@keyrack/emulators';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BudgetNotFoundError,
  ConfigurationError,
  ConflictError,
  ForbiddenError,
  hashKey,
  InvalidRequestError,
  LicenceRequiredError,
  LiteLLMClient,
  NotFoundError,
  TeamNotFoundError,
  UserNotFoundError,
} from '../src/index.ts';
import type { UpdateUser } from '../src/index.ts';

const emulator = await startLiteLLMEmulator();
const { apiKey, url } = emulator;
const litellm = new LiteLLMClient({ baseUrl: url, apiKey, retries: false });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => emulator.reset());
afterAll(async () => {
  await litellm.close();
  await emulator.close();
});

describe('users', () => {
  test('are made with a key whose secret is there once and whose token is told', async () => {
    const made = await litellm.users.create({ user_id: 'ada', user_email: 'ada@example.com', key_alias: 'first', max_budget: 5 });
    expect(made).toMatchObject({ user_id: 'ada', user_email: 'ada@example.com', max_budget: 5, key_alias: 'first' });
    expect(made.token).toBe(await hashKey(made.key ?? ''));
    expect(await litellm.keys.info(made.token ?? '')).toMatchObject({ user_id: 'ada', key_alias: 'first' });
    expect(`${JSON.stringify(made)}`).not.toContain(made.key?.reveal());
  });

  test('are made without a key when none is wanted', async () => {
    expect(await litellm.users.create({ auto_create_key: false })).toMatchObject({ key: null, token: null });
    expect(emulator.state().keys).toEqual([]);
  });

  test('give the token of their key to a prepared request too', async () => {
    const { key, token } = await litellm.send(await litellm.prepare.users.create({ user_id: 'ada' }));
    expect(token).toBe(await hashKey(key ?? ''));
  });

  test('are read with their keys and teams, changed, and deleted with their keys', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const { token } = await litellm.users.create({ user_id: 'ada', teams: ['core'] });
    expect(await litellm.users.info('ada')).toMatchObject({ user_id: 'ada', keys: [{ token }], team_objects: [{ team_id: 'core' }] });
    const changed = await litellm.users.update('ada', { max_budget: 7, budget_duration: '30d', metadata: { room: 1 }, tpm_limit: null });
    expect(changed).toMatchObject({ user_id: 'ada', max_budget: 7, metadata: { room: 1 } });
    expect((await litellm.users.update('ada', { max_budget: null })).max_budget).toBeNull();
    await litellm.users.delete(['ada']);
    expect(emulator.state().users.map(({ user_id: id }) => id)).toEqual(['default_user_id']);
    expect(emulator.state().keys).toEqual([]);
  });

  test('say who is not there, and whose name is taken', async () => {
    await litellm.users.create({ user_id: 'ada', user_email: 'ada@example.com', auto_create_key: false });
    expect(await failureOf(litellm.users.info('nobody'))).toBeInstanceOf(UserNotFoundError);
    expect(await failureOf(litellm.users.delete(['nobody']))).toBeInstanceOf(UserNotFoundError);
    expect(await failureOf(litellm.users.create({ user_id: 'ada' }))).toBeInstanceOf(ConflictError);
    expect(await failureOf(litellm.users.create({ user_email: 'ada@example.com' }))).toBeInstanceOf(ConflictError);
  });

  test('are changed many at once, and what became of each is told', async () => {
    await litellm.users.create({ user_id: 'ada', auto_create_key: false });
    const changed = await litellm.users.bulkUpdate([
      { user_id: 'ada', max_budget: 3 },
      { user_id: 'bob', user_alias: 'Bob' },
    ]);
    expect(changed).toMatchObject({
      total_requested: 2,
      successful_updates: 2,
      failed_updates: 0,
      results: [
        { user_id: 'ada', success: true, updated_user: { max_budget: 3 } },
        { user_id: 'bob', success: true, error: null, updated_user: { user_alias: 'Bob' } },
      ],
    });
    expect(await failureOf(litellm.users.bulkUpdate([]))).toBeInstanceOf(ConfigurationError);
  });

  test('show an admin who names nobody all keys and all teams', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const { token } = await litellm.keys.generate();
    expect(await litellm.users.info()).toMatchObject({ keys: [{ token }], team_objects: [{ team_id: 'core' }] });
  });

  // The proxy would answer 200 and change nothing, or trip over a column that users have not.
  test.each<Readonly<Record<string, unknown>>>([
    { user_alias: null },
    { user_role: null },
    { models: [] },
    { metadata: {} },
    { blocked: true },
    { aliases: { a: 'b' } },
    { duration: '1d' },
    { key_alias: 'x' },
    { max_parallel_requests: null },
  ])('are not changed with %j, before anything is sent', async (changes) => {
    expect(await failureOf(litellm.users.update('ada', changes as UpdateUser))).toBeInstanceOf(ConfigurationError);
    expect(emulator.accessLog.entries()).toEqual([]);
  });

  test('come in pages, and as a stream that skips nobody while others go', async () => {
    for (let index = 0; index < 230; index += 1) {
      await litellm.users.create({ user_id: `user-${index}`, auto_create_key: false });
      emulator.clock.advance(1);
    }
    const page = await litellm.users.list({ page: 2, page_size: 100, sort_by: 'created_at' });
    expect(page).toMatchObject({ total: 230, page: 2, page_size: 100, total_pages: 3 });
    const given: string[] = [];
    for await (const { user_id: id } of litellm.users.listAll()) {
      given.push(id);
      if (given.length === 100) await litellm.users.delete(given.slice(0, 70));
    }
    expect(given).toEqual(Array.from({ length: 230 }, (_, index) => `user-${index}`));
  });

  test('may do what is theirs, and nothing that is not', async () => {
    const { key } = await litellm.users.create({ user_id: 'ada', user_role: 'internal_user' });
    await using own = new LiteLLMClient({ baseUrl: url, apiKey: key ?? '', retries: false });
    expect((await own.users.info()).user_id).toBe('ada');
    expect(await failureOf(own.users.list())).toBeInstanceOf(ForbiddenError);
    expect(await failureOf(own.users.update('ada', { max_budget: 1_000 }))).toBeInstanceOf(ForbiddenError);
  });
});

describe('teams', () => {
  test('are made, read, changed, blocked, unblocked and deleted with their keys', async () => {
    expect(await litellm.teams.create({ team_id: 'core', team_alias: 'Core', max_budget: 50 })).toMatchObject({
      team_id: 'core',
      members_with_roles: [{ user_id: 'default_user_id', role: 'admin' }],
    });
    const { token } = await litellm.keys.generate({ team_id: 'core' });
    expect(await litellm.teams.info('core')).toMatchObject({ team_alias: 'Core', keys: [{ token }] });
    expect(await litellm.teams.update('core', { team_alias: 'Kern', max_budget: null })).toMatchObject({
      team_alias: 'Kern',
      max_budget: null,
    });
    expect((await litellm.teams.block('core')).blocked).toBe(true);
    expect((await litellm.teams.unblock('core')).blocked).toBe(false);
    await litellm.teams.delete(['core']);
    expect(await litellm.keys.info(token)).toMatchObject({ status: 'deleted' });
    expect((await litellm.teams.list({ status: 'deleted' })).teams).toMatchObject([{ team_id: 'core', deleted_by: 'default_user_id' }]);
  });

  test('take members, change what they may spend, and let them go with their keys', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const { key } = await litellm.users.create({ user_id: 'ada' });
    const joined = await litellm.teams.addMembers('core', { member: { user_id: 'ada', role: 'user' }, max_budget_in_team: 3 });
    expect(joined.members_with_roles).toContainEqual(expect.objectContaining({ user_id: 'ada', role: 'user' }));
    await litellm.teams.updateMember('core', { user_id: 'ada', max_budget_in_team: 9, rpm_limit: 4 });
    const { team_memberships: memberships } = await litellm.teams.info('core');
    const budget = await litellm.budgets.info([memberships.find(({ user_id: id }) => id === 'ada')?.budget_id ?? '']);
    expect(budget).toMatchObject([{ max_budget: 9, rpm_limit: 4 }]);
    const { token } = await litellm.keys.generate({ team_id: 'core', user_id: 'ada' });
    await using own = new LiteLLMClient({ baseUrl: url, apiKey: key ?? '', retries: false });
    expect(await own.teams.ownMembership('core')).toMatchObject({ role: 'user', litellm_budget_table: { max_budget: 9 } });
    expect((await litellm.teams.removeMember('core', { user_id: 'ada' })).members_with_roles).toHaveLength(1);
    expect(await litellm.keys.info(token)).toMatchObject({ status: 'deleted' });
  });

  test('take many members at once and tell what became of each', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const added = await litellm.teams.addManyMembers('core', {
      members: [
        { user_id: 'ada', role: 'user' },
        { user_id: 'bob', role: 'user' },
      ],
    });
    expect(added).toMatchObject({
      total_requested: 2,
      successful_additions: 2,
      failed_additions: 0,
      results: [{ user_id: 'ada', success: true }, {}],
    });
  });

  test('have models and permissions of their own', async () => {
    await litellm.teams.create({ team_id: 'core', models: ['gpt-4o'] });
    expect((await litellm.teams.addModels('core', ['gpt-4o-mini'])).models).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect((await litellm.teams.removeModels('core', ['gpt-4o'])).models).toEqual(['gpt-4o-mini']);
    await litellm.teams.setPermissions('core', ['/key/generate', '/key/update']);
    const permissions = await litellm.teams.permissions('core');
    expect(permissions.team_member_permissions).toEqual(['/key/generate', '/key/update']);
    expect(permissions.all_available_permissions).toContain('/key/delete');
  });

  test('say what is not there, taken, or for those who pay', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const named = { user_id: 'ada', role: 'user' } as const;
    for (const attempt of [
      () => litellm.teams.info('nope'),
      () => litellm.teams.update('nope', { team_alias: 'x' }),
      () => litellm.teams.delete(['core', 'nope']),
      () => litellm.teams.block('nope'),
      () => litellm.teams.addMembers('nope', { member: named }),
      () => litellm.teams.removeMember('nope', named),
      () => litellm.teams.updateMember('nope', { user_id: 'ada', rpm_limit: 1 }),
      () => litellm.teams.addModels('nope', ['gpt-4o']),
      () => litellm.teams.permissions('nope'),
    ])
      expect(await failureOf(attempt())).toBeInstanceOf(TeamNotFoundError);
    expect(await failureOf(litellm.teams.create({ team_id: 'core' }))).toBeInstanceOf(ConflictError);
    await litellm.teams.addMembers('core', { member: named });
    expect(await failureOf(litellm.teams.addMembers('core', { member: named }))).toBeInstanceOf(ConflictError);
    expect(await failureOf(litellm.teams.removeMember('core', { user_id: 'nobody' }))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(litellm.teams.updateMember('core', { ...named, role: 'admin' }))).toBeInstanceOf(LicenceRequiredError);
    expect(await failureOf(litellm.teams.create({ guardrails: ['g'] }))).toBeInstanceOf(LicenceRequiredError);
    expect(emulator.state().teams).toHaveLength(1);
  });

  test.each([
    () => litellm.teams.addMembers('core', { member: [] }),
    () => litellm.teams.addMembers('core', { member: { role: 'user' } }),
    () => litellm.teams.addMembers('core', { member: [{ user_id: 'ada' } as never] }),
    () => litellm.teams.addManyMembers('core', {}),
    () => litellm.teams.addManyMembers('core', { all_users: true, members: [{ user_id: 'ada', role: 'user' }] }),
    () => litellm.teams.addManyMembers('core', { members: [{ user_id: 'ada', role: 'owner' as never }] }),
    () => litellm.teams.create({ members_with_roles: [{ user_email: '', role: 'user' }] }),
    () => litellm.teams.updateMember('core', { rpm_limit: 1 }),
    () => litellm.teams.updateMember('core', { user_id: 'ada', temp_budget_increase: 5 }),
    () => litellm.teams.update('core', { rpm_limit_type: 'guaranteed_throughput' } as never),
    () => litellm.teams.update('core', { default_team_member_models: null as never }),
    () => litellm.teams.addModels('core', []),
    () => litellm.teams.info('core', { key_limit: 0 }),
    () => litellm.teams.info(''),
    () => litellm.organizations.addMember('o', { user_id: 'ada' }),
    () => litellm.organizations.updateMember('o', { role: 'org_admin' }),
    () => litellm.budgets.update('small', { model_max_budget: null as never }),
    () => litellm.budgets.info([]),
  ])('and what belongs to them are not asked for what makes no sense, before anything is sent (%#)', async (attempt) => {
    expect(await failureOf(attempt())).toBeInstanceOf(ConfigurationError);
    expect(emulator.accessLog.entries()).toEqual([]);
  });

  test('come as a stream that skips none while others go', async () => {
    for (let index = 0; index < 130; index += 1) {
      await litellm.teams.create({ team_id: `team-${index}` });
      emulator.clock.advance(1);
    }
    const given: string[] = [];
    for await (const { team_id: id } of litellm.teams.listAll()) {
      given.push(id);
      if (given.length === 100) await litellm.teams.delete(given.slice(0, 50));
    }
    expect(given).toEqual(Array.from({ length: 130 }, (_, index) => `team-${index}`));
  });
});

describe('budgets', () => {
  test('are made, read, shared, changed and deleted', async () => {
    expect(await litellm.budgets.create({ budget_id: 'small', max_budget: 5, budget_duration: '7d' })).toMatchObject({
      budget_id: 'small',
      max_budget: 5,
      budget_reset_at: expect.stringMatching(/T00:00:00\.000Z$/),
    });
    const { token } = await litellm.keys.generate({ budget_id: 'small' });
    expect(await litellm.budgets.update('small', { max_budget: 8, tpm_limit: 100 })).toMatchObject({ max_budget: 8, tpm_limit: 100 });
    expect(await litellm.keys.info(token)).toMatchObject({ litellm_budget_table: { max_budget: 8 } });
    expect(await litellm.budgets.info(['small', 'nope'])).toMatchObject([{ budget_id: 'small' }]);
    expect(await litellm.budgets.list()).toHaveLength(1);
    expect(await litellm.budgets.delete('small')).toMatchObject({ budget_id: 'small' });
    expect(await litellm.keys.info(token)).toMatchObject({ budget_id: null });
  });

  test('say what is taken or not there, which the proxy says with an empty answer', async () => {
    await litellm.budgets.create({ budget_id: 'small' });
    expect(await failureOf(litellm.budgets.create({ budget_id: 'small' }))).toBeInstanceOf(ConflictError);
    const missing = await failureOf(litellm.budgets.update('nope', { max_budget: 1 }));
    expect(missing).toBeInstanceOf(BudgetNotFoundError);
    expect(missing).toMatchObject({ outcome: 'not-applied' });
    expect(NotFoundError.isInstance(await failureOf(litellm.budgets.delete('nope')))).toBe(true);
  });
});

test('organizations are for those who pay, and every call says so', async () => {
  const { organizations } = litellm;
  for (const attempt of [
    () => organizations.list(),
    () => organizations.info('o-1'),
    () => organizations.create({ organization_alias: 'Acme', max_budget: 5 }),
    () => organizations.update('o-1', { organization_alias: 'Acme' }),
    () => organizations.delete(['o-1']),
    () => organizations.addMember('o-1', { user_id: 'ada', role: 'org_admin' }),
    () => organizations.updateMember('o-1', { user_id: 'ada', max_budget_in_organization: 2 }),
    () => organizations.removeMember('o-1', { user_id: 'ada' }),
  ])
    expect(await failureOf(attempt())).toMatchObject({ constructor: LicenceRequiredError, outcome: 'not-applied' });
});
