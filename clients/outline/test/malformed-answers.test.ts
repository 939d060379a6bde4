import { HttpError } from '@keyrack/http';
import type { Transport, TransportResponse } from '@keyrack/http';
import { expect, test } from 'vitest';
import { OutlineClient } from '../src/index.ts';

const canary = 'canary4711';
const key = `{"id":"1","name":"n","password":"${canary}","port":1,"method":"m","dataLimit":{"bytes":5},"accessUrl":"ss://${canary}"}`;
const metrics = '"dataTransferred":{"bytes":1.5},"tunnelTime":{"seconds":2}';
const bodies: readonly string[] = [
  key,
  `{"accessKeys":[${key},${key},${key}]}`,
  `{"name":"${canary}","serverId":"s","metricsEnabled":false,"createdTimestampMs":1,"version":"1","accessKeyDataLimit":{"bytes":1},"portForNewAccessKeys":1}`,
  `{"bytesTransferredByUserId":{"1":5,"${canary}":6}}`,
  `{"server":{${metrics},"locations":[{"location":"${canary}",${metrics}}]},"accessKeys":[{"accessKeyId":1,${metrics},"connection":{"lastTrafficSeen":1}}]}`,
  `{"code":"NotFound","message":"${canary}"}`,
  '{"metricsEnabled":true}',
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
  'true',
  '"__proto__":1,',
  ' '.repeat(40),
];
const statuses = [200, 200, 200, 200, 201, 204, 301, 400, 404, 409, 418, 500, 503];
const types = ['application/json', 'application/json', 'text/html', '', 'application/json; charset=utf-8'];

/** A generator of numbers that a seed repeats (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** An answer of the server that something on the way has damaged in up to four places. */
function damaged(random: (below: number) => number): TransportResponse {
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item; // an index below the length
  let text = pick(bodies);
  for (let damages = random(4); damages > 0; damages -= 1) {
    const at = random(text.length + 1);
    text = text.slice(0, at) + pick(inserts) + text.slice(at + random(12));
  }
  const body = Buffer.from(random(50) === 0 ? '' : text);
  if (body.length > 0 && random(20) === 0) body[random(body.length)] = 128 + random(128);
  const type = pick(types);
  return { status: pick(statuses), headers: type === '' ? {} : { 'content-type': type }, body };
}

test('100,000 malformed answers end in a value or in an error that tells nothing of them', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seeded(seed);
  const transport: Transport = {
    honours: ['certSha256'],
    async send({ receive }) {
      const answer = damaged(random);
      if (receive === undefined || answer.status >= 300) return answer;
      const cut = random(answer.body.length + 1);
      for (const chunk of [answer.body.subarray(0, cut), answer.body.subarray(cut)]) await receive(chunk);
      return { ...answer, body: new Uint8Array(0) };
    },
    close: () => Promise.resolve(),
  };
  await using outline = new OutlineClient({
    apiUrl: 'https://192.0.2.1:1/a-secret-prefix',
    certSha256: 'AB'.repeat(32),
    transport,
    retries: false,
  });
  const list = async (): Promise<unknown[]> => {
    const keys: unknown[] = [];
    for await (const listed of outline.accessKeys.listAll()) keys.push(listed);
    return keys;
  };
  const calls: readonly (() => Promise<unknown>)[] = [
    () => outline.server.get(),
    () => outline.accessKeys.list(),
    list,
    () => outline.accessKeys.get('1'),
    () => outline.accessKeys.create(),
    () => outline.accessKeys.delete('1'),
    () => outline.metrics.transfer(),
    () => outline.metrics.server('1h'),
    () => outline.metrics.isSharing(),
  ];
  let answered = 0;
  let refused = 0;
  for (let turn = 0; turn < 100_000; turn += 1) {
    const call = calls[turn % calls.length];
    try {
      await call?.();
      answered += 1;
    } catch (error) {
      refused += 1;
      const isOurs = HttpError.isInstance(error);
      // What the server words as its error may be shown; a body that is not one may not.
      const said = isOurs && !('upstreamMessage' in error) ? `${error.message} ${JSON.stringify(error)}` : '';
      if (!isOurs || said.includes(canary)) throw new Error(`turn ${turn} with the seed ${seed}`, { cause: error });
    }
  }
  expect(answered).toBeGreaterThan(3_000);
  expect(refused).toBeGreaterThan(30_000);
}, 60_000);
