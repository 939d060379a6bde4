import { HttpError } from '@keyrack/http';
import type { Transport, TransportResponse } from '@keyrack/http';
import { SeededRandom, shownByError } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { MissingKeyError, MissingSecretError, VergeOSClient } from '../src/index.ts';
import type { CreatedApiKey } from '../src/index.ts';
import { allOf } from './support.ts';

const canary = 'canary4711';
const keyRow = `{"$key":7,"user":3,"user_name":"ci","name":"deploy","description":"${canary}","created":1,"expires":0,"lastlogin_stamp":2,"lastlogin_ip":"::1","ip_allow_list":"10.0.0.0/8,::1","ip_deny_list":""}`;
const receipt = `{"location":"/v4/user_api_keys/7","dbpath":"user_api_keys/7","$row":7,"$key":"7","response":{"private_key":"${canary}"}}`;
const bodies: readonly string[] = [
  receipt,
  receipt,
  receipt.replace('"response":{"private_key"', '"token"').replace('}}', '}'),
  `{"response":{"private_key":"${canary}"}}`,
  receipt.replace('private_key', 'token'),
  keyRow,
  `[${keyRow},${keyRow.replace('7', '8')}]`,
  `[{"$key":3,"name":"ci","identity":12,"enabled":true,"type":"api","email":"${canary}"}]`,
  `[{"$key":4,"parent_group":2,"member":"/v4/users/3","member_display":"${canary}"}]`,
  `[{"$key":9,"identity":12,"table":"vms","row":0,"list":true,"read":false,"rowdisplay":"${canary}"}]`,
  `{"yb_version":"26.1","cloud_name":"${canary}"}`,
  `{"err":"${canary}"}`,
  `{"error":"${canary}"}`,
  '[]',
  '{}',
  '',
];
const inserts = [
  '',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'null',
  '[]',
  '{}',
  '0',
  '-1',
  '1e999',
  '\u0000',
  '\ud800',
  '\u2028',
  '"__proto__":1,',
];
const statuses = [200, 200, 200, 200, 201, 201, 204, 301, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503];
const types = ['application/json', 'application/json', 'text/html', '', 'application/json; charset=utf-8'];

/** An answer that something on the way has damaged in up to four places. */
function damaged(random: SeededRandom): TransportResponse {
  const below = (limit: number): number => random.below(limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item; // an index below the length
  let text = pick(bodies);
  for (let damages = below(4); damages > 0; damages -= 1) {
    const at = below(text.length + 1);
    text = text.slice(0, at) + pick(inserts) + text.slice(at + below(12));
  }
  const body = Buffer.from(text);
  if (body.length > 0 && below(20) === 0) body[below(body.length)] = 128 + below(128);
  const type = pick(types);
  return { status: pick(statuses), headers: type === '' ? {} : { 'content-type': type }, body };
}

/** The secret in an answer that is whole enough to have one, looked for where it has been seen. */
function secretIn({ status, body }: TransportResponse): string | undefined {
  if (status >= 300) return undefined;
  try {
    const { response, private_key: key, token, key: other } = Object(JSON.parse(new TextDecoder().decode(body)));
    const places: readonly unknown[] = [Object(response).private_key, Object(response).token, key, token, other];
    return places.find((place): place is string => typeof place === 'string' && place !== '');
  } catch {
    return undefined;
  }
}

test('100,000 malformed answers end in a value or in an error that tells nothing of them, and lose no one-time secret', async () => {
  const random = new SeededRandom(Math.random());
  let answer = damaged(random);
  const transport: Transport = {
    honours: ['certSha256'],
    send: () => Promise.resolve(answer),
    close: () => Promise.resolve(),
  };
  await using vergeos = new VergeOSClient({ host: 'vergeos.example', username: 'admin', password: 'p', transport, retries: false });
  const create = (): Promise<CreatedApiKey> => vergeos.apiKeys.create({ user: { key: 3, name: 'ci' }, name: 'deploy' });
  const calls: readonly (() => Promise<unknown>)[] = [
    create,
    create,
    () => vergeos.apiKeys.list({ user: 3 }),
    () => allOf(vergeos.apiKeys.listAll({ pageSize: 2 })),
    () => vergeos.apiKeys.get(7),
    () => vergeos.apiKeys.get({ user: 3, name: 'deploy' }),
    () => vergeos.apiKeys.delete(7),
    () => vergeos.users.get({ name: 'ci' }),
    () => vergeos.users.create({ name: 'ci', password: 'p' }),
    () => vergeos.groups.list(),
    () => vergeos.members.list({ group: 2 }),
    () => vergeos.permissions.list({ identity: 12 }),
    () => vergeos.table('user_api_keys').create({ user: 3 }),
    () => vergeos.table('vms').list({ fields: ['name'] }),
    () => vergeos.system.get(),
  ];
  const ends = { answered: 0, refused: 0, secrets: 0, withoutKey: 0, withoutSecret: 0 };
  for (let turn = 0; turn < 100_000; turn += 1) {
    answer = damaged(random);
    const call = calls[turn % calls.length] ?? create;
    const expected = call === create ? secretIn(answer) : undefined;
    let secret: string | undefined;
    try {
      const value = await call();
      ends.answered += 1;
      if (call === create) secret = (value as CreatedApiKey).secret.reveal();
    } catch (error) {
      ends.refused += 1;
      // What the system words as its error may be shown; a body that is not one may not.
      if (!HttpError.isInstance(error) || shownByError(error).includes(canary))
        throw new Error(`turn ${turn} with the seed ${random.seed}`, { cause: error });
      if (MissingKeyError.isInstance(error)) {
        ends.withoutKey += 1;
        secret = error.secret.reveal();
      }
      if (MissingSecretError.isInstance(error)) ends.withoutSecret += 1;
      // Whoever was answered with success may have a key now.
      if (call === create && answer.status < 300 && error.outcome === 'not-applied')
        throw new Error(`turn ${turn} with the seed ${random.seed}: a key may be there`, { cause: error });
    }
    if (secret !== undefined) ends.secrets += 1;
    if (expected !== secret)
      throw new Error(
        `${answer.status} ${JSON.stringify(answer.headers)} ${String(answer.body)} turn ${turn} with the seed ${random.seed}: expected ${expected}, found ${secret}`,
      );
  }
  for (const count of Object.values(ends)) expect(count).toBeGreaterThan(50);
}, 120_000);
