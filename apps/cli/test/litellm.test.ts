import type { LiteLLMEmulator } from '@keyrack/emulators';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished, Start } from './support/keyrack.ts';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';

const folder = scratchFolder();
const home = join(folder.path, 'home');
let proxy: LiteLLMEmulator;
const litellm = (words: readonly string[], more: Partial<Start> = {}): Promise<Finished> =>
  keyrack(['litellm', 'llm', ...words], { home, ...more });
const lines = async (...words: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
  const { stdout, stderr, code } = await litellm([...words, '-o', 'jsonl']);
  if (code !== 0) throw new Error(stderr);
  return jsonLines(stdout);
};
const one = async (...words: readonly string[]): Promise<Record<string, unknown>> => (await lines(...words))[0] ?? {};

beforeAll(async () => {
  proxy = await startLiteLLMEmulator({ startAtMs: Date.parse('2026-11-20T10:00:00Z') });
  const added = await keyrack(['connection', 'add', 'litellm', 'llm', '--from-json', '-'], {
    home,
    input: JSON.stringify(proxy.readyLine),
  });
  if (added.code !== 0) throw new Error(added.stderr);
});
afterAll(async () => {
  await proxy.close();
  folder.remove();
});

describe('keyrack litellm', () => {
  test('makes users without keys, shows, changes and deletes them', async () => {
    expect(await one('users', 'create', 'ada', '--set', 'max_budget=20', '--set', 'user_role=internal_user')).toMatchObject({
      user_id: 'ada',
      key: null,
      max_budget: 20,
    });
    expect(proxy.state().keys).toEqual([]);
    expect(await one('users', 'update', 'ada', '--set', 'max_budget=30', '--set', 'budget_duration=30d')).toMatchObject({ max_budget: 30 });
    expect(await one('users', 'get', 'ada')).toMatchObject({ budget_duration: '30d', keys: [] });
    expect((await lines('users', 'list', '--query', 'role=internal_user')).map(({ user_id: id }) => id)).toContain('ada');
    expect((await litellm(['users', 'list'])).stdout).toMatch(/USER ID +USER EMAIL/);
    expect(await litellm(['users', 'update', 'nobody', '--set', 'max_budget=1'])).toMatchObject({ code: 1 });
    expect((await litellm(['users', 'delete', 'ada', '--yes'])).code).toBe(0);
    expect(await litellm(['users', 'get', 'ada'])).toMatchObject({ code: 1 });
  });

  test('shows the key that is made with a user when it is asked for, once and alone', async () => {
    const made = await litellm(['users', 'create', 'bob', '--set', 'auto_create_key=true']);
    expect(made.stdout).toMatch(/^sk-[\w-]{22}\n$/);
    expect(made.stderr).not.toContain(made.stdout.trim());
    const refused = await litellm(['users', 'delete', 'bob', '--yes']);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('1 key of the user "bob" would be deleted as well');
    expect(proxy.state().keys).toHaveLength(1);
  });

  test('has teams with members and budgets', async () => {
    await one('users', 'create', 'carol');
    expect(await one('teams', 'create', 'core', '--set', 'team_alias=Core', '--set', 'models=["gpt-4o"]')).toMatchObject({
      team_id: 'core',
      models: ['gpt-4o'],
    });
    await one('members', 'add', 'core', 'carol', '--set', 'max_budget_in_team=5');
    expect(await one('members', 'update', 'core', 'carol', '--set', 'rpm_limit=3')).toMatchObject({ user_id: 'carol', rpm_limit: 3 });
    expect(JSON.stringify(await one('teams', 'get', 'core'))).toContain('"max_budget":5');
    expect(await one('teams', 'update', 'core', '--set', 'max_budget=50')).toMatchObject({ max_budget: 50 });
    expect(await one('teams', 'block', 'core')).toMatchObject({ blocked: true });
    expect(await one('teams', 'unblock', 'core')).toMatchObject({ blocked: false });
    expect((await litellm(['members', 'remove', 'core', 'carol', '--yes'])).code).toBe(0);
    expect((await lines('teams', 'list')).map(({ team_id: id }) => id)).toEqual(['core']);
    const { apiKey, url } = proxy;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    await fetch(`${url}/key/generate`, { method: 'POST', headers, body: '{"team_id":"core"}' });
    expect((await litellm(['teams', 'delete', 'core', '--yes'])).stderr).toContain('1 key of the team "core"');
  });

  test('has budgets that are shared', async () => {
    expect(await one('budgets', 'create', 'small', '--set', 'max_budget=5')).toMatchObject({ budget_id: 'small' });
    expect(await one('budgets', 'update', 'small', '--set', 'max_budget=6', '--set', 'budget_duration=7d')).toMatchObject({
      max_budget: 6,
    });
    expect(await one('budgets', 'get', 'small')).toMatchObject({ budget_duration: '7d' });
    expect(await lines('budgets', 'list')).toContainEqual(expect.objectContaining({ budget_id: 'small', max_budget: 6 }));
    expect((await litellm(['budgets', 'delete', 'small', '--yes'])).code).toBe(0);
    expect(await litellm(['budgets', 'get', 'small'])).toMatchObject({ code: 2 });
  });

  test('tells what was spent, and what the proxy is', async () => {
    const { token } = proxy.state().keys[0] ?? { token: '' };
    proxy.use(token, { cost: 2, model: 'gpt-4o', atMs: Date.parse('2026-11-19T12:00:00Z') });
    proxy.use(token, { cost: 3, model: 'gpt-4o', atMs: Date.parse('2026-11-20T08:00:00Z') });
    proxy.clock.advance(11_000);
    const both = ['--query', 'start_date=2026-11-19', '--query', 'end_date=2026-11-20'];
    expect((await lines('spend', 'days', ...both)).map(({ date, spend }) => [date, spend])).toEqual([
      ['2026-11-19', 2],
      ['2026-11-20', 3],
    ]);
    expect((await lines('spend', 'logs', ...both)).map(({ spend }) => spend)).toEqual([2, 3]);
    expect(await one('spend', 'keys', '--query', 'limit=1')).toMatchObject({ api_key: token, total_spend: 5 });
    expect(await one('spend', 'models')).toMatchObject({ model: 'openai/gpt-4o', total_spend: 5 });
    expect((await lines('models', 'list')).map(({ id }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(JSON.parse((await litellm(['summary', '-o', 'json'])).stdout)).toMatchObject({ version: '1.106.2', licence: 'none', spend: 5 });
  });

  test('tells what calls came to, who hears of them, and sets members back', async () => {
    await one('teams', 'create', 'edge', '--set', 'metadata={"a":1}');
    expect(await one('teams', 'patch', 'edge', '--set', 'metadata={"b":2}')).toMatchObject({ metadata: { a: 1, b: 2 } });
    await one('members', 'add', 'edge', 'eve', '--set', 'max_budget_in_team=5');
    expect(await one('members', 'reset-spend', 'edge', 'eve')).toMatchObject({ user_id: 'eve', spend: 0, max_budget: 5 });
    expect(await one('members', 'reset-budget', 'edge', 'eve')).toMatchObject({ budget_source: 'none' });
    const secret = 'throwaway-langfuse';
    const body = JSON.stringify({ callback_vars: { langfuse_secret_key: secret } });
    const added = await litellm(['callbacks', 'add', 'edge', 'langfuse', '--body', '-'], { input: body });
    expect(added).toMatchObject({ code: 0 });
    expect(added.stdout + added.stderr).not.toContain(secret);
    expect(await one('callbacks', 'get', 'edge')).toMatchObject({ success_callbacks: ['langfuse'] });
    expect((await litellm(['callbacks', 'remove', 'edge', 'langfuse', '--yes'])).code).toBe(0);
    const { apiKey, url } = proxy;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/key/generate`, { method: 'POST', headers, body: '{"team_id":"edge","key_alias":"edge-1"}' });
    const { token } = (await answer.json()) as { readonly token: string };
    proxy.use(token, { cost: 2 });
    proxy.clock.advance(60_000);
    const dates = ['--query', 'start_date=2026-11-19', '--query', 'end_date=2026-11-21'];
    expect(await lines('activity', 'keys', ...dates, '--query', 'of=team', '--query', 'team_ids=edge')).toMatchObject([
      { api_key: token, key_alias: 'edge-1', spend: 2 },
    ]);
    expect(await lines('activity', 'days', ...dates, '--query', 'of=team', '--query', 'team_ids=edge')).toMatchObject([
      { date: '2026-11-20', spend: 2, api_requests: 1 },
    ]);
    expect((await litellm(['activity', 'days', ...dates])).stdout).toMatch(/DATE +SPEND/);
    expect((await litellm(['activity', 'days'])).stderr).toContain('From when to when?');
    await fetch(`${url}/key/delete`, { method: 'POST', headers, body: JSON.stringify({ keys: [token] }) });
  });

  test('shows what it would send, and sends nothing', async () => {
    await one('users', 'create', 'dora');
    const before = JSON.stringify(proxy.state().users);
    const dry = await litellm(['users', 'delete', 'dora', '--dry-run', '-o', 'json']);
    expect(dry).toMatchObject({ code: 0, stderr: 'Nothing was changed.\n' });
    expect(JSON.parse(dry.stdout)).toEqual({ method: 'POST', path: '/user/delete', query: {}, body: { user_ids: ['dora'] } });
    expect(await litellm(['users', 'delete', 'dora'])).toMatchObject({ code: 2 }); // nobody there to ask
    const password = await litellm(['users', 'update', 'dora', '--body', '-', '--dry-run', '-o', 'json'], {
      input: '{"password":"canary"}',
    });
    expect(JSON.parse(password.stdout)).toMatchObject({ body: { user_id: 'dora', password: '[secret]' } });
    expect(JSON.stringify(proxy.state().users)).toBe(before);
  });

  test('every use of the credential is in the audit trail, with its purpose and never the credential', async () => {
    const { stdout } = await keyrack(['audit', '-o', 'json'], { home });
    expect(stdout).toContain('connection.credential-opened');
    expect(stdout).toContain('litellm members add');
    expect(stdout).not.toContain(proxy.apiKey);
  });

  test.each([
    [['usres', 'list'], 2, 'Did you mean users?'],
    [['users'], 2, 'What can follow: list, get, create'],
    [['users', 'create', 'x', '--set', 'colour=red'], 2, 'a new user has no "colour"'],
    [['users', 'list', '--query', 'colour=red'], 2, 'a list of users has no "colour"'],
    [['users', 'list', '--set', 'a=b'], 2, 'takes no --set'],
    [['budgets', 'create', 'b', '--set', 'budget_duration=1y'], 2, 'budget_duration must be'],
    [['teams', 'create', 't', '--set', 'guardrails=["g"]'], 1, 'needs a licence'],
    [['spend', 'days'], 2, 'both days are included'],
    [['budgets', 'update', 'nope', '--set', 'max_budget=1'], 1, 'no such budget'],
  ] as const)('%j is refused with words that help', async (words, code, message) => {
    const finished = await litellm(words);
    expect(finished.stderr).toContain(message);
    expect(finished.code).toBe(code);
  });
});
