import type { Transport, TransportResponse } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { hashKey, LiteLLMClient, MissingSecretError, UnreadableAnswerError } from './index.ts';

const secret = 'sk-canary-0123456789';
const token = await hashKey(secret);

/** A client whose proxy answers the same to everything. */
function answering(body: unknown, more: Partial<TransportResponse> = {}): LiteLLMClient {
  const transport: Transport = {
    honours: [],
    send: async () => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)), ...more }),
    close: () => Promise.resolve(),
  };
  return new LiteLLMClient({ baseUrl: 'https://llm.example.com', apiKey: 'sk-master-0123456789', transport, retries: false });
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a secret that is shown once', () => {
  test.each([
    ['without a token', { key: secret }],
    ['with a token that is none', { key: secret, token: `${token} ${secret}`, token_id: 7 }],
    ['with only its id', { key: secret, token: null, token_id: token }],
    [
      'with everything else broken',
      { key: secret, models: 7, metadata: [], expires: {}, budget_limits: 'x', spend: null, created_at: 'x' },
    ],
  ])('is kept from an answer %s', async (_, body) => {
    for (const made of [
      await answering(body).keys.generate(),
      await answering(body).keys.generateServiceAccount({ team_id: 't' }),
      await answering(body).keys.regenerate(token, { grace_period: '1h' }),
    ])
      expect([made.key.reveal(), made.token]).toEqual([secret, token]);
  });

  test('is kept from an answer that calls itself a web page', async () => {
    const made = await answering({ key: secret }, { headers: { 'content-type': 'text/html' } }).keys.generate();
    expect(made.key.reveal()).toBe(secret);
  });

  test('of a new user is kept, and held by the error where the answer does not say whose it is', async () => {
    const user = { user_id: 'ada', key: secret };
    const made = await answering(user).users.create();
    expect([made.key?.reveal(), made.token, made.user_id]).toEqual([secret, token, 'ada']);
    expect((await answering({ key: secret }).users.create({ user_id: 'ada' })).user_id).toBe('ada');
    // Also where none was wanted.
    const unwanted = await answering(user).users.create({ auto_create_key: false });
    expect([unwanted.key?.reveal(), unwanted.token]).toEqual([secret, token]);
    const lost = await failureOf(answering({ key: secret }).users.create());
    expect(lost).toMatchObject({ constructor: UnreadableAnswerError, outcome: 'applied' });
    expect(lost instanceof UnreadableAnswerError && lost.key.reveal()).toBe(secret);
    expect(JSON.stringify(lost)).not.toContain('canary');
  });

  test('that the caller has chosen need not be in the answer', async () => {
    const made = await answering({ key_alias: 'a' }).keys.regenerate(token, { new_key: new Secret(secret) });
    expect([made.key.reveal(), made.token]).toEqual([secret, token]);
  });

  test('is missed, and the token is told, never anything else that stands there', async () => {
    for (const [body, told] of [
      [{ token }, token],
      [{ token: `${token} ${secret}` }, null],
      [{ key: '', token: 7 }, null],
    ] as const) {
      for (const call of [answering(body).keys.generate(), answering(body).keys.regenerate(token)])
        expect(await failureOf(call)).toMatchObject({ constructor: MissingSecretError, token: told });
    }
    expect(await failureOf(answering({ user_id: 'ada', key: '' }).users.create())).toMatchObject({ constructor: MissingSecretError });
  });
});

describe('what only licensed proxies answer', () => {
  const organization = {
    organization_id: 'o-1',
    organization_alias: 'Acme',
    budget_id: 'b',
    litellm_budget_table: { max_budget: 50 },
    spend: 1.5,
    models: ['gpt-4o'],
    members: [{ user_id: 'ada', user_role: 'org_admin', spend: 0.5, created_at: '2026-11-21T00:26:49.3Z' }, 7],
    teams: [{ team_id: 't' }, {}],
    created_at: '2026-11-21T00:26:49Z',
  };

  test('of organizations is read as its documentation says', async () => {
    const read = await answering(organization).organizations.info('o-1');
    expect(read).toMatchObject({
      organization_id: 'o-1',
      litellm_budget_table: { max_budget: 50 },
      members: [{ user_id: 'ada', user_role: 'org_admin', created_at: '2026-11-21T00:26:49.300Z' }],
      teams: [{ team_id: 't' }],
      metadata: {},
      created_at: '2026-11-21T00:26:49.000Z',
    });
    expect(await answering([organization]).organizations.list()).toEqual([read]);
    await expect(answering({}).organizations.create({ organization_alias: 'Acme' })).rejects.toMatchObject({ code: 'response-shape' });
  });

  test('of spending is given row by row, as it comes', async () => {
    const dates = { start_date: '2026-11-01', end_date: '2026-11-30' };
    expect(await answering([{ anything: 1 }]).keys.spendReport(dates)).toEqual([{ anything: 1 }]);
    expect(await answering([{ anything: 1 }]).spend.report({ of: 'global', ...dates })).toEqual([{ anything: 1 }]);
    await expect(answering({}).keys.spendReport(dates)).rejects.toMatchObject({ code: 'response-shape' });
  });
});
