import { HttpError } from '@keyrack/http';
import type { Transport } from '@keyrack/http';
import { SeededRandom, damagedAnswer, shownByError } from '@keyrack/testing-kit';
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
test('100,000 malformed answers end in a value or in an error that tells nothing of them', async () => {
  const random = new SeededRandom(Math.random());
  const transport: Transport = {
    honours: ['certSha256'],
    async send({ receive }) {
      const answer = damagedAnswer(random, bodies);
      if (receive === undefined || answer.status >= 300) return answer;
      const cut = random.below(answer.body.length + 1);
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
      // What the server words as its error may be shown; a body that is not one may not.
      if (!HttpError.isInstance(error) || shownByError(error).includes(canary))
        throw new Error(`turn ${turn} with the seed ${random.seed}`, { cause: error });
    }
  }
  expect(answered).toBeGreaterThan(3_000);
  expect(refused).toBeGreaterThan(30_000);
}, 120_000);
