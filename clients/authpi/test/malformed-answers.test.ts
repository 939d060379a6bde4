import { inspect } from 'node:util';
import { HttpError } from '@keyrack/http';
import type { Transport } from '@keyrack/http';
import { SeededRandom, damagedAnswer, shownByError } from '@keyrack/testing-kit';
import type { DamagedAnswer } from '@keyrack/testing-kit';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthPIClient, MissingSecretError } from '../src/index.ts';
import { ScriptedTransport } from './support/scripted-transport.ts';
import type { ScriptedAnswer } from './support/scripted-transport.ts';

const numRuns = 2_000;
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
  test('is read leniently or is an error of the family, in every kind of call, and never anything else', { timeout: 60_000 }, async () => {
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

  test('never loses the secret that is in it, and never shows it', { timeout: 60_000 }, async () => {
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

const item = `{"id":"key_7","name":"${canary}","restrictions":{"scopes":["a"]},"status":"active","metadata":{"_note":"${canary}"},"created_at":1}`;
const bodies: readonly string[] = [
  ...['secret_plain', 'secret_plain', 'token_plain', 'secret'].map((name) => `{"data":${item.replace('}', `},"${name}":"${canary}"`)}}`),
  item.replace('{', `{"secret_plain":"${canary}",`),
  `{"data":${item},"secret_plain":"${canary}"}`,
  `{"data":{"codes":["${canary}","${canary}"]}}`,
  `{"data":[${item},${item}],"has_more":true,"next_cursor":"c","invalid_count":1}`,
  `{"data":[${item}],"has_more":false}`,
  `{"data":{"type":"api_key","accounts":[{"account_id":"acc_1","org_id":"o","scopes":[]}]}}`,
  `{"error":"some_code","error_description":"Said.","retryable":false,"fields":[{"field":"name","code":"required","message":"m"}]}`,
  `<html>${canary}</html>`,
];

/** The text that an answer holds as a one-time secret, if it is whole enough to hold one. */
function secretIn({ status, body }: DamagedAnswer, name: string): string | undefined {
  if (status >= 300) return undefined;
  try {
    const outer = Object(JSON.parse(new TextDecoder().decode(body))) as Readonly<Record<string, unknown>>;
    if (Array.isArray(outer)) return undefined;
    const data = 'id' in outer ? undefined : outer['data'];
    const isEnvelope = typeof data === 'object' && data !== null && !Array.isArray(data);
    const secret = (isEnvelope ? { ...outer, ...data } : outer)[name];
    return typeof secret === 'string' && secret !== '' ? secret : undefined;
  } catch {
    return undefined;
  }
}

test('100,000 damaged answers end in a value or in an error that tells nothing of them, and lose no one-time secret', async () => {
  const random = new SeededRandom(Math.random());
  let answer = damagedAnswer(random, bodies);
  const transport: Transport = { honours: [], send: () => Promise.resolve(answer), close: () => Promise.resolve() };
  await using client = new AuthPIClient({ apiKey: { id: 'key_1', secret: 'not-this-one' }, accountId: 'acc_1', transport, retries: false });
  const issuer = client.issuer('i');
  const makers: readonly (readonly [secret: string, make: () => Promise<object>])[] = [
    ['secret_plain', () => client.apiKeys.create({ name: 'a', restrictions: {} })],
    ['secret_plain', () => client.apiKeys.rotate('key_7')],
    ['token_plain', () => issuer.user('u').tokens.create({ name: 'a', restrictions: {} })],
    ['secret', () => issuer.clients.rotateSecret('c')],
  ];
  const others = Object.values(calls);
  const ends = { answered: 0, refused: 0, secrets: 0, withoutSecret: 0 };
  for (let turn = 0; turn < 100_000; turn += 1) {
    answer = damagedAnswer(random, bodies);
    const maker = turn % 2 === 0 ? makers[(turn / 2) % makers.length] : undefined;
    const expected = maker === undefined ? undefined : secretIn(answer, maker[0]);
    let secret: string | undefined;
    try {
      const value = await (maker === undefined ? others[((turn - 1) / 2) % others.length]?.(client) : maker[1]());
      ends.answered += 1;
      if (maker !== undefined) secret = (Reflect.get(Object(value) as object, maker[0]) as Secret).reveal();
    } catch (error) {
      ends.refused += 1;
      // What the service words as its error may be shown; a body that is not one may not.
      const shown = shownByError(error);
      // An id is named; a damage can make one of what stood before and behind it.
      const said = MissingSecretError.isInstance(error) && error.id !== null ? shown.replaceAll(error.id, '') : shown;
      if (!HttpError.isInstance(error) || said.includes(canary))
        throw new Error(`turn ${turn} with the seed ${random.seed}`, { cause: error });
      if (MissingSecretError.isInstance(error)) ends.withoutSecret += 1;
      if (maker !== undefined && answer.status < 300 && error.outcome === 'not-applied')
        throw new Error(`turn ${turn} with the seed ${random.seed}: something may have been made`, { cause: error });
    }
    if (secret !== undefined) ends.secrets += 1;
    if (secret !== expected) throw new Error(`turn ${turn} with the seed ${random.seed}: a secret was lost, or made up`);
  }
  expect(ends.answered).toBeGreaterThan(3_000);
  expect(ends.refused).toBeGreaterThan(30_000);
  expect(ends.secrets).toBeGreaterThan(1_000);
  expect(ends.withoutSecret).toBeGreaterThan(100);
}, 120_000);
