import { startAuthPIEmulator } from '@keyrack/emulators';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { AuthPIClient, MalformedResponseError, RateLimitError, Secret, UnexpectedError } from '../src/index.ts';
import type { AuthPIClientOptions } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';
import { ScriptedTransport } from './support/scripted-transport.ts';
import type { ScriptedAnswer } from './support/scripted-transport.ts';

const emulator = await startAuthPIEmulator();
const authpi = new AuthPIClient({ baseUrl: emulator.url, apiKey: { id: emulator.keyId, secret: emulator.keySecret } });
const { id: issuerId } = await authpi.issuers.create({ name: 'Main', settings: { access: {} } });
afterAll(async () => {
  await authpi.close();
  await emulator.close();
});
const scripted = (options: Partial<AuthPIClientOptions>, ...answers: readonly ScriptedAnswer[]): [AuthPIClient, ScriptedTransport] => {
  const transport = new ScriptedTransport(...answers);
  return [new AuthPIClient({ accessToken: 't', accountId: 'acc_1', transport, retries: false, ...options }), transport];
};
const namesOf = async (items: AsyncIterable<object>): Promise<readonly unknown[]> => {
  const names: unknown[] = [];
  for await (const item of items) names.push(Reflect.get(item, 'name'));
  return names;
};

/** Any object of JSON, with the names that others drop or trip over. */
const metadata = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('_tag', '_etag', '__proto__', 'constructor', 'toJSON', 'data', 'id')),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('metadata', () => {
  test('goes out as it was given, whatever its names are', { timeout: 30_000 }, async () => {
    const [client, transport] = scripted({}, { body: { data: {} } });
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        await client.issuers.update('i_1', { metadata: given });
        expect(transport.sent.at(-1)?.body).toBe(JSON.stringify({ metadata: given }));
      }),
    );
  });

  test('comes back as it went out', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        const sent = JSON.parse(JSON.stringify(given)) as typeof given;
        await authpi.issuers.update(issuerId, { metadata: sent });
        expect(JSON.stringify((await authpi.issuers.get(issuerId)).metadata)).toBe(JSON.stringify(sent));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a list', () => {
  test('shows every item, also when one of them lacks fields, or has values that nobody has described', async () => {
    const data = [{ id: 'wh_1', name: 'a' }, { name: 'b', status: 'brand-new', events: null }, {}];
    const [client] = scripted({}, { body: { data, has_more: false } });
    expect((await client.webhooks.list()).data).toEqual(data);
  });

  test('that takes no cursor is read once, and never passes a part off as the whole', async () => {
    const [client, transport] = scripted({}, { body: { data: [{ name: 'a' }], has_more: true, next_cursor: 'c' } });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const item of client.issuer('i').user('u').verifiers.listAll()) seen.push(item);
    })();
    expect(await failureOf(reading)).toBeInstanceOf(MalformedResponseError);
    expect([transport.sent.length, seen.length]).toEqual([1, 1]);
  });

  test('of the use takes one period in the place of a list', async () => {
    const use = { period: '2026-11', lines: [] };
    const [client] = scripted({}, { body: { data: use } });
    expect((await client.usage.list()).data).toEqual([use]);
  });

  test('of any length gives every item once, however many fit on a page', { timeout: 30_000 }, async () => {
    const users = authpi.issuer(issuerId).agents;
    const names = Array.from({ length: 23 }, (_, index) => `agent-${index}`);
    for (const name of names) await users.create({ name });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (limit) => {
        expect(await namesOf(users.listAll({ limit }))).toEqual(expect.arrayContaining(names));
        expect((await namesOf(users.listAll({ limit }))).length).toBe(names.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a wait', () => {
  test('that the service asks for is never longer than was agreed, and then its length is told', async () => {
    for (const header of ['86400', '1e9', 'inf', 'Fri, 31 Dec 2100 23:59:59 GMT']) {
      const refusal = { status: 429, body: { error: 'rate_limited', error_description: 'Later.' }, headers: { 'retry-after': header } };
      const [client, transport] = scripted({ retries: { maxRetries: 1, delayMs: 1 } }, refusal);
      expect(await failureOf(client.issuers.list())).toBeInstanceOf(RateLimitError);
      // A word is no time: the client's own short wait is taken instead.
      expect(transport.sent).toHaveLength(header === 'inf' || header === '1e9' ? 2 : 1);
    }
  });

  test('and another try follow for a reading that may be repeated, whichever way it failed for the moment', async () => {
    for (const status of [408, 429, 502, 503, 504]) {
      const [client, transport] = scripted({ retries: { maxRetries: 2, delayMs: 1 } }, { status }, { body: { data: [] } });
      expect((await client.issuers.list()).data).toEqual([]);
      expect(transport.sent).toHaveLength(2);
    }
  });
});

describe('an id', () => {
  test('that looks like a place in a route is only an id', async () => {
    const transport = new ScriptedTransport({ body: { data: {} } });
    const client = new AuthPIClient({ accessToken: 't', transport });
    await client.accounts.get('{account_id}');
    expect(transport.lines).toEqual(['GET /v1/accounts/%7Baccount_id%7D']);
  });

  test('of any kind is answered for by one segment of the address, or refused before anything is sent', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), async (id) => {
        const [client, transport] = scripted({}, { body: { data: {} } });
        await client.apiKeys.get(id).catch(() => undefined);
        const segments = transport.sent.map(({ path }) => path.split('/').length);
        expect(segments.every((count) => count === 6)).toBe(true);
        if (transport.sent.length > 0) expect(decodeURIComponent(transport.sent[0]?.path.split('/').at(-1) ?? '')).toBe(id);
      }),
    );
  });
});

test('a redirect is an error, and nobody else is told the credential', async () => {
  const [client, transport] = scripted({}, { status: 302, headers: { location: 'https://elsewhere.example/' } });
  expect(await failureOf(client.issuers.list())).toBeInstanceOf(UnexpectedError);
  expect(transport.sent).toHaveLength(1);
});

test('a personal token can be ended although its making tells no id', async () => {
  const user = await authpi.issuer(issuerId).users.create({ username_type: 'unique-name', username: 'carol' });
  const { tokens } = authpi.issuer(issuerId).user(user.id);
  const made = await tokens.create({ name: 'laptop', restrictions: { scopes: [] } });
  expect(made.token_plain).toBeInstanceOf(Secret);
  const [, payload = ''] = made.token_plain.reveal().split('.');
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly jti: string };
  for await (const { id } of tokens.listAll()) {
    expect((await authpi.tokens.get(id)).jti).toBe(jti);
    expect((await authpi.tokens.revoke(id)).status).toBe('revoked');
  }
});
