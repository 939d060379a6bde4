import { startLiteLLMEmulator } from '@keyrack/emulators';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  AliasTakenError,
  ConfigurationError,
  InvalidRequestError,
  KeyNotFoundError,
  LicenceRequiredError,
  LiteLLMClient,
  NotFoundError,
} from '../src/index.ts';

const startAtMs = Date.parse('2026-11-20T10:00:00Z');
const emulator = await startLiteLLMEmulator({ startAtMs });
const { apiKey, url } = emulator;
const litellm = new LiteLLMClient({ baseUrl: url, apiKey, retries: false });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const unknown = '0'.repeat(64);

beforeEach(() => {
  emulator.reset();
  emulator.clock.set(startAtMs);
});
afterAll(async () => {
  await litellm.close();
  await emulator.close();
});

describe('a service account', () => {
  test('gets a key of a team that belongs to nobody', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const key = await litellm.keys.generateServiceAccount({ team_id: 'core', key_alias: 'ci' });
    expect(key).toMatchObject({ team_id: 'core', user_id: null, metadata: { service_account_id: 'ci' } });
    expect(await litellm.keys.info(key.key)).toMatchObject({ token: key.token, key_alias: 'ci' });
  });

  test('needs a team, and one that is there', async () => {
    expect(await failureOf(litellm.keys.generateServiceAccount({ team_id: '' }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(litellm.keys.generateServiceAccount({ team_id: 'nope' }))).toBeInstanceOf(NotFoundError);
    await litellm.teams.create({ team_id: 'core' });
    await litellm.keys.generate({ key_alias: 'ci' });
    expect(await failureOf(litellm.keys.generateServiceAccount({ team_id: 'core', key_alias: 'ci' }))).toBeInstanceOf(AliasTakenError);
  });
});

describe('several keys', () => {
  test('are read at once, each under its token, whatever order and form they were named in', async () => {
    const one = await litellm.keys.generate({ key_alias: 'one' });
    const two = await litellm.keys.generate({ key_alias: 'two' });
    await litellm.keys.delete({ keys: [two.token] });
    const read = await litellm.keys.infoMany([two.key, unknown, one.token, one.key]);
    expect([...read.keys()]).toEqual([two.token, one.token]);
    expect(read.get(two.token)).toMatchObject({ status: 'deleted', key_alias: 'two' });
    expect(read.get(one.token)).toMatchObject({ status: 'active', key_alias: 'one' });
  });

  test('are read without flooding the proxy', async () => {
    const { token } = await litellm.keys.generate();
    const tokens = Array.from({ length: 300 }, (_, index) => index.toString(16).padStart(64, '0'));
    expect([...(await litellm.keys.infoMany([...tokens, token])).keys()]).toEqual([token]);
  });

  test('are changed at once, and what became of each is told', async () => {
    const one = await litellm.keys.generate({ key_alias: 'one', team_id: 'never-was' });
    const two = await litellm.keys.generate({ key_alias: 'two' });
    const changed = await litellm.keys.bulkUpdate([
      { key: one.key, max_budget: 1, team_id: null },
      { key: two.token, max_budget: 2 },
      { key: unknown, max_budget: 3 },
      { key: two.token, tags: ['x'] },
    ]);
    expect(changed).toMatchObject({
      total_requested: 4,
      successful_updates: [
        { token: one.token, key: { token: one.token, max_budget: 1, team_id: null }, failed_reason: null },
        { token: two.token, key: { max_budget: 2 }, failed_reason: null },
      ],
      failed_updates: [
        { token: unknown, key: null, failed_reason: expect.any(String) },
        { token: two.token, key: { key_alias: 'two' }, failed_reason: expect.stringContaining('Enterprise') },
      ],
    });
  });

  test('of a team are changed in the same way, all that can be used or those that are named', async () => {
    await litellm.teams.create({ team_id: 'core' });
    const one = await litellm.keys.generate({ team_id: 'core' });
    const two = await litellm.keys.generate({ team_id: 'core' });
    await litellm.keys.block(two.token);
    const all = await litellm.keys.bulkUpdateTeam({ team_id: 'core', all_keys_in_team: true, update_fields: { max_budget: 4 } });
    expect(all.successful_updates.map(({ token }) => token)).toEqual([one.token]);
    const named = await litellm.keys.bulkUpdateTeam({ team_id: 'core', key_ids: [two.key, unknown], update_fields: { rpm_limit: 9 } });
    expect(named).toMatchObject({
      successful_updates: [{ token: two.token, key: { rpm_limit: 9 } }],
      failed_updates: [{ token: unknown }],
    });
    expect(
      await failureOf(litellm.keys.bulkUpdateTeam({ team_id: 'x', all_keys_in_team: true, update_fields: { max_budget: 1 } })),
    ).toBeInstanceOf(NotFoundError);
  });

  test.each([
    () => litellm.keys.bulkUpdate([]),
    () => litellm.keys.bulkUpdate(Array.from({ length: 501 }, () => ({ key: unknown, max_budget: 1 }))),
    () => litellm.keys.bulkUpdate([{ key: unknown, max_budget: -1 }]),
    () => litellm.keys.bulkUpdate([{ key: unknown, metadata: {} } as never]),
    () => litellm.keys.bulkUpdateTeam({ team_id: 'core', update_fields: { max_budget: 1 } }),
    () => litellm.keys.bulkUpdateTeam({ team_id: 'core', key_ids: [unknown], all_keys_in_team: true, update_fields: { max_budget: 1 } }),
    () => litellm.keys.bulkUpdateTeam({ team_id: 'core', all_keys_in_team: true, update_fields: {} }),
    () => litellm.keys.bulkUpdateTeam({ team_id: 'core', all_keys_in_team: true, update_fields: { models: [] } as never }),
    () => litellm.keys.bulkUpdateTeam({ team_id: 'core', all_keys_in_team: true, update_fields: { metadata: null } as never }),
  ])('are not changed with what makes no sense, before anything is sent (%#)', async (attempt) => {
    expect(await failureOf(attempt())).toBeInstanceOf(ConfigurationError);
    expect(emulator.accessLog.entries()).toEqual([]);
  });
});

describe('aliases', () => {
  test('come in pages and as a stream, each once', async () => {
    for (const alias of ['bob', 'alice', 'carol']) await litellm.keys.generate({ key_alias: alias });
    await litellm.keys.generate();
    expect(await litellm.keys.aliases({ size: 2 })).toEqual({ aliases: ['alice', 'bob'], total_count: 3, current_page: 1, total_pages: 2 });
    expect((await litellm.keys.aliases({ search: 'AR' })).aliases).toEqual(['carol']);
    const all: string[] = [];
    for await (const alias of litellm.keys.allAliases()) all.push(alias);
    expect(all).toEqual(['alice', 'bob', 'carol']);
  });
});

describe('what was spent', () => {
  test('is set back, and never upwards', async () => {
    const { token } = await litellm.keys.generate({ spend: 5, max_budget: 10 });
    expect(await litellm.keys.resetSpend(token, 2)).toMatchObject({ token, spend: 2, previous_spend: 5, max_budget: 10 });
    expect(await litellm.keys.resetSpend(token)).toMatchObject({ spend: 0, previous_spend: 2 });
    expect(await failureOf(litellm.keys.resetSpend(token, 3))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(litellm.keys.resetSpend(unknown))).toBeInstanceOf(KeyNotFoundError);
    expect(await failureOf(litellm.keys.resetSpend(token, -1))).toBeInstanceOf(ConfigurationError);
  });

  test('is told by call, by day, by key and by model, in every form', async () => {
    const { token, key } = await litellm.keys.generate({ key_alias: 'spender', user_id: 'ada' });
    const other = await litellm.keys.generate({ key_alias: 'other' });
    for (const [atMs, cost] of [
      [Date.parse('2026-11-18T23:59:59.999Z'), 1],
      [Date.parse('2026-11-19T00:00:00.000Z'), 2],
      [Date.parse('2026-11-19T12:00:00.000Z'), 4],
      [Date.parse('2026-11-20T00:00:00.000Z'), 8],
    ] as const)
      emulator.use(token, { cost, atMs, model: 'gpt-4o' });
    emulator.use(other.token, { cost: 16, model: 'gpt-4o-mini' });
    emulator.clock.advance(11_000);

    expect(await litellm.spend.logs({ api_key: key })).toHaveLength(4);
    expect((await litellm.spend.logs({ user_id: 'ada' })).map(({ spend, startTime }) => [spend, startTime])).toEqual([
      [8, '2026-11-20T00:00:00.000Z'],
      [4, '2026-11-19T12:00:00.000Z'],
      [2, '2026-11-19T00:00:00.000Z'],
      [1, '2026-11-18T23:59:59.999Z'],
    ]);
    const streamed: number[] = [];
    for await (const { spend } of litellm.spend.allLogs({ start_date: '2026-11-18', end_date: '2026-11-19' })) streamed.push(spend);
    expect(streamed).toEqual([1, 2, 4]);
    const days = await litellm.spend.days({ start_date: '2026-11-19', end_date: '2026-11-21' });
    expect(days).toContainEqual({ date: '2026-11-19', spend: 6, keys: { [token]: 6 }, users: { ada: 6 }, models: { 'openai/gpt-4o': 6 } });
    expect(await litellm.spend.total()).toEqual({ spend: 31, max_budget: 0 });
    expect(await litellm.spend.totalByDay()).toContainEqual({ date: '2026-11-19', spend: 6 });
    expect((await litellm.spend.byKey({ limit: 1 })).map(({ key_alias: alias, total_spend: spend }) => [alias, spend])).toEqual([
      ['other', 16],
    ]);
    expect(await litellm.spend.byModel()).toContainEqual({ model: 'openai/gpt-4o', total_spend: 15 });
    expect((await litellm.spend.keys()).map(({ key_alias: alias }) => alias)).toEqual(['other', 'spender']);
  });

  test.each([
    () => litellm.spend.logs({ start_date: '2026-11-18' }),
    () => litellm.spend.days({ start_date: '2026-11-31', end_date: '2026-12-01' }),
    () => litellm.spend.days({ start_date: '2026-11-20', end_date: '2026-11-19' }),
    () => litellm.spend.logs({ colour: 'red' } as never),
    () => litellm.spend.byKey({ limit: 0 }),
    () => litellm.spend.allLogs({ start_date: 'today', end_date: '2026-11-19' }).next(),
  ])('is not asked for in a way that makes no sense (%#)', async (attempt) => {
    expect(await failureOf(attempt())).toBeInstanceOf(ConfigurationError);
  });

  test('is reported by licensed proxies only', async () => {
    const dates = { start_date: '2026-11-01', end_date: '2026-11-30' };
    expect(await failureOf(litellm.keys.spendReport({ ...dates, api_key: unknown }))).toBeInstanceOf(LicenceRequiredError);
    for (const of of ['user', 'team', 'organization', 'global'] as const)
      expect(await failureOf(litellm.spend.report({ of, ...dates }))).toBeInstanceOf(LicenceRequiredError);
  });
});

describe('the proxy itself', () => {
  test('regenerates keys only with a licence, which is told apart from a fault', async () => {
    const { token } = await litellm.keys.generate();
    expect(await failureOf(litellm.keys.regenerate(token, { duration: '1d', grace_period: '1h' }))).toMatchObject({
      constructor: LicenceRequiredError,
      status: 500,
      outcome: 'not-applied',
    });
    expect(await failureOf(litellm.keys.regenerate(unknown))).toBeInstanceOf(LicenceRequiredError);
  });

  test('tells which models there are, and that it lives', async () => {
    const { key } = await litellm.keys.generate({ models: ['gpt-4o'] });
    await using holder = new LiteLLMClient({ baseUrl: url, apiKey: key });
    expect((await litellm.models.list()).map(({ id }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(await holder.models.list()).toMatchObject([{ id: 'gpt-4o', mode: 'chat', max_input_tokens: expect.any(Number) }]);
    expect(await litellm.models.get('gpt-4o')).toMatchObject({ id: 'gpt-4o', owned_by: 'openai', created: expect.stringMatching(/Z$/) });
    expect(await failureOf(litellm.models.get('gpt-9'))).toBeInstanceOf(NotFoundError);
    const deployments = await litellm.models.deployments();
    expect(deployments.map(({ model_name: name }) => name)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(deployments[0]?.litellm_params).toMatchObject({ model: 'openai/gpt-4o' });
    await expect(litellm.health.liveness()).resolves.toBeUndefined();
  });

  test('is asked with a prepared request as well', async () => {
    const made = await litellm.send(await litellm.prepare.teams.create({ team_id: 'core' }));
    expect(made.team_id).toBe('core');
    const { keys } = await litellm.send(await litellm.prepare.keys.list({ return_full_object: true }));
    expect(keys).toEqual([]);
    expect((await litellm.send(await litellm.prepare.health.readiness())).db).toBe('connected');
    expect(await litellm.send(await litellm.prepare.spend.total())).toEqual({ spend: 0, max_budget: 0 });
    const bulk = await litellm.prepare.keys.bulkUpdate([{ key: 'sk-canary-0123456789', max_budget: 1 }]);
    expect(JSON.stringify(bulk)).not.toContain('canary');
    expect((await litellm.send(bulk)).failed_updates).toHaveLength(1);
  });
});
