import { startLiteLLMEmulator } from '@keyrack/emulators';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError, ForbiddenError, InvalidRequestError, LiteLLMClient, masterKeyToken } from '../src/index.ts';
import type { ActivityQuery, ActivityPageQuery } from '../src/index.ts';

const dayMs = 86_400_000;
const emulator = await startLiteLLMEmulator({ startAtMs: Date.parse('2026-11-01T12:00:00Z'), spendWriteDelayMs: 0 });
let requests = 0;
const litellm = new LiteLLMClient({
  baseUrl: emulator.url,
  apiKey: emulator.apiKey,
  retries: false,
  hooks: { onRequest: () => (requests += 1) },
});
const whole = { start_date: '2026-11-01', end_date: '2026-11-30' };
const ofUsers: ActivityQuery = { of: 'user', ...whole };
const ofTeams: ActivityQuery = { of: 'team', ...whole };

beforeEach(() => {
  emulator.reset();
  emulator.clock.set(Date.parse('2026-11-01T12:00:00Z'));
});
afterAll(async () => {
  await litellm.close();
  await emulator.close();
});

/** Ada's key is used today and tomorrow, the team's key tomorrow. */
async function twoDays(): Promise<{ readonly ada: string; readonly core: string }> {
  await litellm.teams.create({ team_id: 'core', team_alias: 'Core' });
  await litellm.users.create({ user_id: 'ada', user_email: 'ada@example.com', auto_create_key: false });
  const ada = await litellm.keys.generate({ key_alias: 'a', user_id: 'ada' });
  const core = await litellm.keys.generate({ key_alias: 't', team_id: 'core' });
  emulator.use(ada.token, { cost: 1, model: 'gpt-4o' });
  emulator.clock.advance(dayMs);
  emulator.use(ada.token, { cost: 2, model: 'gpt-4o' });
  emulator.use(core.token, { cost: 4, model: 'gpt-4o-mini' });
  return { ada: ada.token, core: core.token };
}

/** Calls a model with the master key. */
async function chat(model: string): Promise<void> {
  const headers = { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
  const answer = await fetch(`${emulator.url}/v1/chat/completions`, { method: 'POST', headers, body });
  await answer.body?.cancel();
}

describe('activity', () => {
  test('is told by whole days, with the parts of models, keys and teams', async () => {
    const { ada, core } = await twoDays();
    const { results, metadata } = await litellm.activity.days(ofTeams);
    expect(results.map(({ date, metrics }) => [date, metrics.spend])).toEqual([
      ['2026-11-02', 6],
      ['2026-11-01', 1],
    ]);
    const { breakdown } = results[0] ?? expect.fail('there is a day');
    expect(breakdown.models['openai/gpt-4o-mini']?.metrics.spend).toBe(4);
    expect(breakdown.model_groups['gpt-4o']?.api_key_breakdown[ada]?.metadata).toMatchObject({
      key_alias: 'a',
      user_email: 'ada@example.com',
    });
    expect(breakdown.entities['core']).toMatchObject({ metrics: { spend: 4 }, metadata: { team_alias: 'Core' } });
    expect(breakdown.api_keys[core]?.metadata.key_exists).toBe(true);
    expect(metadata).toMatchObject({
      total_spend: 7,
      total_api_keys: 2,
      has_more: false,
      entity_total_api_keys: { core: 1, Unassigned: 1 },
    });
    expect((await litellm.activity.days({ ...ofUsers, user_id: 'ada' })).metadata.total_spend).toBe(3);
    expect((await litellm.activity.days({ ...ofTeams, team_ids: ['core'] })).metadata.total_spend).toBe(4);
    expect((await litellm.activity.days({ ...ofTeams, exclude_team_ids: ['core'] })).metadata.total_spend).toBe(3);
    expect((await litellm.activity.days({ ...ofUsers, api_key: ada, model: 'openai/gpt-4o' })).metadata.total_spend).toBe(3);
  });

  test('streams its days from the first to the last, and asks for one after another', async () => {
    await twoDays();
    requests = 0;
    const days: string[] = [];
    for await (const { date } of litellm.activity.allDays({ ...ofUsers, end_date: '2026-11-03' })) days.push(date);
    expect(days).toEqual(['2026-11-01', '2026-11-02']);
    expect(requests).toBe(3);
  });

  test('parts its rows into pages whose sums are their own', async () => {
    await twoDays();
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => litellm.activity.page({ ...ofUsers, page, page_size: 1 } satisfies ActivityPageQuery)),
    );
    expect(pages.map(({ metadata }) => metadata.has_more)).toEqual([true, true, false, false]);
    expect(pages.reduce((sum, { metadata }) => sum + metadata.total_spend, 0)).toBe(7);
    expect(pages[3]).toMatchObject({ results: [], metadata: { page: 4, total_pages: 3 } });
  });

  test('ranks keys, all of them, some that are looked for, and those on a model', async () => {
    const { ada, core } = await twoDays();
    expect(await litellm.activity.keys({ ...ofUsers, limit: 1, offset: 1 })).toMatchObject({
      total_api_keys: 2,
      api_keys: [{ api_key: ada }],
    });
    const all: string[] = [];
    for await (const { api_key: token } of litellm.activity.allKeys(ofUsers)) all.push(token);
    expect(all).toEqual([core, ada]);
    const { api_keys: found } = await litellm.activity.searchKeys({ ...ofUsers, search: 'ADA@' });
    expect(found).toMatchObject([{ api_key: ada, metrics: { spend: 3, successful_requests: 2 } }]);
    expect(await litellm.activity.topKeys({ ...ofUsers, model_group: 'gpt-4o-mini' })).toMatchObject({
      model: 'gpt-4o-mini',
      by_model_group: true,
      api_keys: [{ api_key: core }],
    });
    await litellm.keys.delete({ keys: [ada] });
    expect((await litellm.activity.keys(ofUsers)).api_keys[1]?.metadata).toMatchObject({ key_alias: 'a', key_exists: false });
  });

  test('comes as lines of a table', async () => {
    await twoDays();
    const lines = await litellm.activity.export({ ...ofTeams, export_type: 'daily_with_keys' });
    expect(lines.map(({ date, entity_id: team, key_alias: alias, spend }) => [date, team, alias, spend])).toEqual([
      ['2026-11-01', '', 'a', 1],
      ['2026-11-02', '', 'a', 2],
      ['2026-11-02', 'core', 't', 4],
    ]);
    expect((await litellm.activity.export(ofTeams)).at(-1)).toMatchObject({ entity_id: 'core', entity_alias: 'Core', api_key: null });
  });

  test('is the own for users, and counts the master key and what failed', async () => {
    await twoDays();
    const { key } = await litellm.users.create({ user_id: 'bob', user_role: 'internal_user' });
    await using bob = new LiteLLMClient({ baseUrl: emulator.url, apiKey: key ?? '', retries: false });
    expect((await bob.activity.days(ofUsers)).metadata.total_api_requests).toBe(0);
    await expect(bob.activity.days({ ...ofUsers, user_id: 'ada' })).rejects.toThrow(ForbiddenError);
    for (const model of ['gpt-4o', 'nope']) await chat(model);
    const { metadata } = await litellm.activity.days({ ...ofUsers, api_key: masterKeyToken });
    expect(metadata).toMatchObject({ total_failed_requests: 1, total_successful_requests: 1 });
    const { api_keys: leaking } = await litellm.activity.cacheLeakage({ of: 'user', ...whole });
    expect(leaking).toMatchObject([{ api_key: masterKeyToken, metrics: { prompt_tokens: 10 }, metadata: { key_exists: false } }]);
  });

  test.each([
    { ...ofUsers, of: 'key' },
    { ...ofUsers, start_date: '2026-11-31' },
    { ...ofUsers, end_date: '2026-10-01' },
    { ...ofUsers, team_ids: ['core'] },
    { ...ofTeams, user_id: 'ada' },
    { ...ofTeams, team_ids: [] },
    { ...ofTeams, team_ids: ['a,b'] },
    { ...ofUsers, api_key: 'alice' },
  ])('is not asked for with %j', async (query) => {
    requests = 0;
    await expect(litellm.activity.days(query as ActivityQuery)).rejects.toThrow(ConfigurationError);
    expect(requests).toBe(0);
  });

  test('is not told over more than 400 days at once where the proxy bounds them', async () => {
    await expect(litellm.activity.keys({ ...ofUsers, start_date: '2025-01-01' })).rejects.toThrow(InvalidRequestError);
    expect((await litellm.activity.days({ ...ofUsers, start_date: '2025-01-01' })).results).toEqual([]);
  });
});

test('spending in teams is told by user', async () => {
  await twoDays();
  expect(await litellm.spend.byTeamUser({ ...whole, team_ids: ['core'] })).toMatchObject([{ team_alias: 'Core', user_id: '', spend: 4 }]);
  await expect(litellm.spend.byTeamUser({ ...whole, team_ids: [] })).rejects.toThrow(ConfigurationError);
});
