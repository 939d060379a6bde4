import { inspect } from 'node:util';
import { HttpError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthPIClient } from '../src/index.ts';
import { ScriptedTransport } from './support/scripted-transport.ts';
import type { ScriptedAnswer } from './support/scripted-transport.ts';

/** 100,000 when somebody wants to know, fewer in every run. */
const numRuns = Number(process.env['KEYRACK_MALFORMED_ANSWERS'] ?? 2_000);
const canary = 'c4nary-0123456789';
const open = (answer: ScriptedAnswer): AuthPIClient =>
  new AuthPIClient({
    apiKey: { id: 'key_1', secret: 'not-this-one' },
    accountId: 'acc_1',
    transport: new ScriptedTransport(answer),
    retries: false,
  });

const calls: Readonly<Record<string, (client: AuthPIClient) => Promise<unknown>>> = {
  whoami: (client) => client.whoami(),
  list: (client) => client.apiKeys.list(),
  'every item': async (client) => {
    for await (const item of client.issuers.listAll()) if (typeof item !== 'object') throw new TypeError('an item is no object');
  },
  'every second factor': async (client) => {
    for await (const item of client.issuer('i').user('u').verifiers.listAll())
      if (typeof item !== 'object') throw new TypeError('an item is no object');
  },
  array: (client) => client.notes.backlinks({ ref_type: 'user', ref_id: 'u' }),
  get: (client) => client.accounts.get('acc_1'),
  update: (client) => client.webhooks.update('w', {}),
  remove: (client) => client.issuer('i').delete(),
  action: (client) => client.issuer('i').organization('o').invitations.resend('x'),
  codes: (client) => client.issuer('i').user('u').verifiers.regenerate('v'),
};

const json = fc.oneof(
  fc.jsonValue(),
  fc.record({ data: fc.jsonValue(), has_more: fc.jsonValue(), next_cursor: fc.jsonValue() }, { requiredKeys: [] }),
);
const answers: fc.Arbitrary<ScriptedAnswer> = fc.record({
  status: fc.constantFrom(200, 201, 204, 299, 302, 400, 401, 404, 409, 412, 422, 429, 500, 503, 599),
  body: fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: fc.string() }, { weight: 1, arbitrary: fc.constant(undefined) }),
  headers: fc.record({ etag: fc.constantFrom('"7"', 'W/"7"'), 'retry-after': fc.constantFrom('0', 'soon', '-1') }, { requiredKeys: [] }),
});

describe('an answer that is not what it should be', () => {
  test('is read leniently or is an error of the family, in every kind of call, and never anything else', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(...Object.keys(calls)), async (answer, name) => {
        const error = await calls[name]?.(open(answer)).then(
          () => undefined,
          (failure: unknown) => failure,
        );
        expect(error === undefined || HttpError.isInstance(error)).toBe(true);
      }),
      { numRuns },
    );
  });

  test('never loses the secret that is in it, and never shows it', { timeout: 600_000 }, async () => {
    const rest = fc.dictionary(
      fc.string().filter((name) => name !== 'secret_plain' && name !== 'data'),
      fc.jsonValue(),
    );
    const place = fc.constantFrom('bare', 'enveloped', 'beside', 'beside the envelope');
    await fc.assert(
      fc.asyncProperty(rest, rest, place, async (inner, outer, where) => {
        const { id: _, ...envelope } = outer;
        const body = {
          bare: { ...inner, secret_plain: canary },
          enveloped: { data: { ...inner, secret_plain: canary } },
          beside: { ...envelope, data: { ...inner, secret_plain: canary } },
          'beside the envelope': { ...envelope, data: inner, secret_plain: canary },
        }[where];
        const key = await open({ status: 201, body }).apiKeys.create({ name: 'a', restrictions: {} });
        expect(key.secret_plain).toBeInstanceOf(Secret);
        expect(key.secret_plain.reveal()).toBe(canary);
        expect(inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)).not.toContain(canary);
      }),
      { numRuns },
    );
  });
});
