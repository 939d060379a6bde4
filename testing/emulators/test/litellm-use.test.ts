import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiteLLMEmulator } from '../src/index.ts';
import { startLiteLLMEmulator } from '../src/index.ts';
import { ask, chat, infoOf, newKey } from './litellm-ask.ts';

/** What one call of gpt-4o costs. */
const oneCall = 0.000225;
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('keys of LiteLLM in use', () => {
  let litellm: LiteLLMEmulator;
  beforeEach(async () => {
    litellm = await startLiteLLMEmulator();
    litellm.clock.freeze(true);
    litellm.clock.set(Date.parse('2027-03-10T12:00:30Z'));
  });
  afterEach(async () => await litellm.close());

  it('work until they are blocked, deleted, or at their end, from the next call on', async () => {
    const [blocked, deleted, short] = [await newKey(litellm), await newKey(litellm), await newKey(litellm, { duration: '1h' })];
    for (const key of [blocked, deleted, short]) expect((await chat(litellm, key)).status).toBe(200);
    await ask(litellm, 'POST /key/block', { body: { key: blocked } });
    await ask(litellm, 'POST /key/delete', { body: { keys: [deleted] } });
    litellm.clock.advance(hour + 1);
    const refusals = await Promise.all([blocked, deleted, short].map(async (key) => (await chat(litellm, key)).error['type']));
    expect(refusals).toEqual(['auth_error', 'token_not_found_in_db', 'expired_key']);
    await ask(litellm, 'POST /key/unblock', { body: { key: blocked } });
    expect((await chat(litellm, blocked)).status).toBe(200);
  });

  it('are refused by their hash, which is no credential', async () => {
    await newKey(litellm);
    const [row] = litellm.state().keys;
    const { status, error } = await ask(litellm, 'GET /key/info', { as: String(row?.token) });
    expect([status, error['message']]).toEqual([401, expect.stringContaining("expected to start with 'sk-'")]);
  });

  describe('what they spend', () => {
    it('counts at once and shows in rows after a while', async () => {
      const key = await newKey(litellm, { user_id: 'somebody', max_budget: oneCall });
      expect((await chat(litellm, key)).status).toBe(200);
      expect(await infoOf(litellm, key)).toMatchObject({ spend: 0, last_active: null });
      expect(litellm.state()).toMatchObject({ pendingSpend: [{ cost: expect.closeTo(oneCall, 9) as number }], spendLogs: [] });
      expect((await chat(litellm, key)).error).toMatchObject({ type: 'budget_exceeded', code: '422' });
      litellm.clock.advance(10 * second);
      expect(await infoOf(litellm, key)).toMatchObject({ spend: oneCall, total_spend: oneCall, last_active: '2027-03-10T12:00:40+00:00' });
      expect(litellm.state().pendingSpend).toEqual([]);
      expect((await chat(litellm, key)).status).toBe(422);
      expect((await ask(litellm, 'GET /key/info', { as: key })).status).toBe(200);
    });

    it('can be booked by a test, past any model', async () => {
      const key = await newKey(litellm, { max_budget: 5 });
      const book = (body: unknown) => ask(litellm, 'POST /_emulator/usage', { body });
      expect((await book({ key, cost: 3 })).status).toBe(200);
      litellm.use(key, { cost: 2, model: 'gpt-4o-mini' });
      expect((await chat(litellm, key)).status).toBe(422);
      litellm.clock.advance(minute);
      expect(await infoOf(litellm, key)).toMatchObject({ spend: 5 });
      const logs = (await ask(litellm, `GET /spend/logs?api_key=${key}`)).json as unknown as readonly { readonly model: string }[];
      expect(logs.map(({ model }) => model).toSorted()).toEqual(['openai/gpt-4o', 'openai/gpt-4o-mini']);
      for (const body of [{ key }, { cost: 1 }, { key: 1, cost: 1 }, { key, cost: 'x' }, { key, cost: 1, nobody: 1 }]) {
        expect((await book(body)).status).toBe(400);
      }
    });

    it('is logged for everybody`s eyes or only for the user`s own', async () => {
      await ask(litellm, 'POST /user/new', { body: { user_id: 'u', user_role: 'internal_user', auto_create_key: false } });
      const [own, foreign] = [await newKey(litellm, { user_id: 'u' }), await newKey(litellm)];
      for (const key of [own, foreign]) expect((await chat(litellm, key)).status).toBe(200);
      litellm.clock.advance(minute);
      const logged = async (query: string, as?: string) =>
        (await ask(litellm, `GET /spend/logs${query}`, as === undefined ? {} : { as })).json as unknown as readonly {
          readonly user: string;
        }[];
      expect((await logged('')).map(({ user }) => user).toSorted()).toEqual(['', 'u']);
      for (const seen of [await logged('?user_id=u'), await logged('', own), await logged('?user_id=', own)]) {
        expect(seen.map(({ user }) => user)).toEqual(['u']);
      }
      const days = await logged('?start_date=2027-03-10&end_date=2027-03-12');
      expect(days).toMatchObject([{ startTime: '2027-03-10', spend: 2 * oneCall, users: { u: oneCall } }, { spend: 0 }, { spend: 0 }]);
    });

    it('shows sooner or later as the test wants', async () => {
      await using slow = await startLiteLLMEmulator({ spendWriteDelayMs: 0 });
      const key = await newKey(slow);
      await chat(slow, key);
      expect(await infoOf(slow, key)).toMatchObject({ spend: oneCall });
    });

    it('starts anew when the budget`s time has come', async () => {
      const key = await newKey(litellm, { max_budget: 1, budget_duration: '1d', spend: 2 });
      expect((await chat(litellm, key)).status).toBe(422);
      expect(await infoOf(litellm, key)).toMatchObject({ budget_reset_at: '2027-03-11T00:00:00+00:00' });
      litellm.clock.set(Date.parse('2027-03-11T00:00:00Z'));
      expect((await chat(litellm, key)).status).toBe(200);
      expect(await infoOf(litellm, key)).toMatchObject({ spend: 0, budget_reset_at: '2027-03-12T00:00:00+00:00' });
    });

    it('is limited for a while by windows, and by the user behind the key', async () => {
      const windowed = await newKey(litellm, { budget_limits: [{ budget_duration: '1h', max_budget: 1 }] });
      litellm.use(windowed, { cost: 1 });
      expect((await chat(litellm, windowed)).error['type']).toBe('budget_exceeded');
      litellm.clock.advance(hour);
      expect((await chat(litellm, windowed)).status).toBe(200);
      await ask(litellm, 'POST /user/new', { body: { user_id: 'poor', max_budget: 1, auto_create_key: false } });
      const [one, other] = [await newKey(litellm, { user_id: 'poor' }), await newKey(litellm, { user_id: 'poor' })];
      litellm.use(one, { cost: 1 });
      expect((await chat(litellm, other)).error['message']).toContain('ExceededBudget: User=poor over budget');
    });

    it('starts anew with the budget that others point at: for keys and members', async () => {
      await ask(litellm, 'POST /budget/new', { body: { budget_id: 'b', max_budget: 1, budget_duration: '1d' } });
      const [linked, own] = [
        await newKey(litellm, { budget_id: 'b', spend: 1 }),
        await newKey(litellm, { budget_id: 'b', spend: 1, budget_duration: '7d' }),
      ];
      expect((await chat(litellm, linked)).status).toBe(422);
      litellm.clock.advance(day);
      expect((await chat(litellm, linked)).status).toBe(200);
      expect((await chat(litellm, own)).status).toBe(422);
      expect(litellm.state().budgets).toMatchObject([{ budget_reset_at: Date.parse('2027-03-12T00:00:00Z') }]);
    });

    it('starts anew for users and teams', async () => {
      await ask(litellm, 'POST /user/new', { body: { user_id: 'u', spend: 1, budget_duration: '1h', auto_create_key: false } });
      await ask(litellm, 'POST /team/new', { body: { team_id: 't', budget_duration: '1h' } });
      litellm.use(await newKey(litellm, { team_id: 't' }), { cost: 1 });
      litellm.clock.advance(minute);
      expect(litellm.state().teams).toMatchObject([{ spend: 1 }]);
      litellm.clock.advance(hour);
      const { users, teams } = litellm.state();
      expect([users.find((user) => user.user_id === 'u')?.spend, teams[0]?.spend]).toEqual([0, 0]);
    });

    it('may be more for a while', async () => {
      const key = await newKey(litellm, { max_budget: 1, spend: 1 });
      const until = new Date(litellm.clock.nowMs() + day).toISOString();
      await ask(litellm, 'POST /key/update', { body: { key, temp_budget_increase: 1, temp_budget_expiry: until } });
      expect((await chat(litellm, key)).status).toBe(200);
      litellm.clock.advance(2 * day);
      expect((await chat(litellm, key)).status).toBe(422);
    });
  });

  it('have limits per minute', async () => {
    const key = await newKey(litellm, { rpm_limit: 2 });
    const answers = [await chat(litellm, key), await chat(litellm, key), await chat(litellm, key)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[1]?.headers).toMatchObject({ 'x-ratelimit-api_key-remaining-requests': '0', 'x-ratelimit-api_key-limit-requests': '2' });
    expect(answers[2]?.headers).toMatchObject({ 'retry-after': '60', rate_limit_type: 'requests' });
    litellm.clock.advance(minute);
    expect((await chat(litellm, key)).status).toBe(200);
    const greedy = await newKey(litellm, { tpm_limit: 10 });
    expect((await chat(litellm, greedy)).status).toBe(200);
    expect((await chat(litellm, greedy)).error['message']).toContain('Limit type: tokens');
    await litellm.restart();
    expect((await chat(litellm, greedy)).status).toBe(200);
  });

  it('answer in pieces when that is asked for', async () => {
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }], stream: true };
    const answer = await ask(litellm, 'POST /chat/completions', { as: await newKey(litellm), body });
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(answer.body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(litellm.state().pendingSpend).toHaveLength(1);
  });

  describe('of a team', () => {
    beforeEach(async () => {
      await ask(litellm, 'POST /team/new', { body: { team_id: 't' } });
    });

    it('go on for a minute after the team was blocked, when they were used in the minute before', async () => {
      const key = await newKey(litellm, { team_id: 't' });
      expect((await chat(litellm, key)).status).toBe(200);
      await ask(litellm, 'POST /team/block', { body: { team_id: 't' } });
      expect((await chat(litellm, key)).status).toBe(200);
      litellm.clock.advance(minute);
      expect((await chat(litellm, key)).error['message']).toContain('Team=t is blocked');
      await ask(litellm, 'POST /team/unblock', { body: { team_id: 't' } });
      await litellm.restart();
      expect((await chat(litellm, key)).status).toBe(200);
    });

    it('obey a changed team at once', async () => {
      const key = await newKey(litellm, { team_id: 't' });
      expect((await chat(litellm, key)).status).toBe(200);
      await ask(litellm, 'POST /team/update', { body: { team_id: 't', models: ['gpt-4o-mini'] } });
      expect((await chat(litellm, key)).error['type']).toBe('team_model_access_denied');
    });

    it('spend for key, user, team and member', async () => {
      await ask(litellm, 'POST /team/member_add', {
        body: { team_id: 't', member: { user_id: 'm', role: 'user' }, max_budget_in_team: 1 },
      });
      const key = await newKey(litellm, { team_id: 't', user_id: 'm' });
      litellm.use(key, { cost: 1 });
      litellm.clock.advance(minute);
      const { teams, users, memberships } = litellm.state();
      expect(teams).toMatchObject([{ team_id: 't', spend: 1 }]);
      expect(users.find((user) => user.user_id === 'm')).toMatchObject({ spend: 1 });
      expect(memberships.find((row) => row.user_id === 'm')).toMatchObject({ spend: 1 });
      expect((await chat(litellm, key)).error['type']).toBe('budget_exceeded');
    });
  });
});
