import { expect, test } from 'vitest';
import { AccessKeyNotFoundError, BulkError, ConfigurationError } from '../src/index.ts';
import type { BulkProgress } from '../src/index.ts';
import { connectToFresh, failureOf } from './support/connect.ts';

const many = Array.from({ length: 30 }, (_, index) => ({ id: `k${index}`, name: `key ${index}` }));

test('many keys are made, renamed and deleted, with their results in the order of the input', async () => {
  await using connected = await connectToFresh();
  const { accessKeys } = connected.outline;
  const progress: BulkProgress[] = [];
  const made = await accessKeys.createMany([...many, { name: 'without id' }], {
    maxConcurrency: 7,
    onProgress: (seen) => progress.push(seen),
  });
  expect(made.map((result) => result.kind === 'done' && result.value.name)).toEqual([...many.map(({ name }) => name), 'without id']);
  expect(progress).toHaveLength(31);
  expect(progress.at(-1)).toEqual({ done: 31, failed: 0, total: 31 });
  await accessKeys.renameMany(many.map(({ id }) => ({ id, name: `${id} again` })));
  expect((await accessKeys.get('k7')).name).toBe('k7 again');
  await accessKeys.deleteMany(many.map(({ id }) => id));
  expect(connected.emulator.state().keys.map(({ name }) => name)).toEqual(['without id']);
});

test('never more calls are under way than allowed', async () => {
  await using connected = await connectToFresh();
  connected.emulator.latencyMs = 5;
  let underWay = 0;
  let most = 0;
  const { accessKeys } = connected.outline;
  const create = accessKeys.createWithId.bind(accessKeys);
  accessKeys.createWithId = (async (...given: Parameters<typeof create>) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const key = await create(...given);
    underWay -= 1;
    return key;
  }) as typeof accessKeys.createWithId;
  await accessKeys.createMany(many, { maxConcurrency: 3 });
  expect(most).toBe(3);
});

test('the first failure ends a bulk call, and its error carries what was done so far', async () => {
  await using connected = await connectToFresh();
  const { accessKeys } = connected.outline;
  await accessKeys.createMany(many.slice(0, 3));
  const failure = await failureOf(accessKeys.deleteMany(['k0', 'nobody', 'k1', 'k2'], { maxConcurrency: 1 }));
  if (!BulkError.isInstance(failure)) throw failure;
  expect(failure.results.map(({ kind }) => kind)).toEqual(['done', 'failed', 'not-started', 'not-started']);
  expect(failure.first).toBeInstanceOf(AccessKeyNotFoundError);
  expect(failure.message).toContain('1 of 4 failed, 1 done, 2 not started');
  expect(failure).toMatchObject({ outcome: 'applied', code: 'bulk-failed' });
  expect(connected.emulator.state().keys.map(({ id }) => id)).toEqual(['k1', 'k2']);
});

test('without failFast everything is tried, and nothing is lost when some fail', async () => {
  await using connected = await connectToFresh();
  const { accessKeys } = connected.outline;
  await accessKeys.createMany(many.slice(0, 3));
  const results = await accessKeys.deleteMany(['k0', 'nobody', 'k1', 'nobody else', 'k2'], { failFast: false });
  expect(results.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done', 'failed', 'done']);
  expect(connected.emulator.state().keys).toEqual([]);
});

test('an unknown outcome of one makes that of the whole unknown', async () => {
  await using connected = await connectToFresh();
  connected.emulator.faults.add({ method: 'POST', skip: 1, effect: { kind: 'close', when: 'after' } });
  const failure = await failureOf(connected.outline.accessKeys.createMany([{}, {}, {}], { maxConcurrency: 1 }));
  expect(failure).toMatchObject({ outcome: 'unknown' });
  expect(connected.emulator.state().keys).toHaveLength(2);
});

test('a wrong item or option is refused before anything is sent', async () => {
  await using connected = await connectToFresh();
  const { accessKeys } = connected.outline;
  const attempts = [
    () => accessKeys.createMany([{ name: 'fine' }, { port: 0 }]),
    () => accessKeys.createMany([{ id: '..' }]),
    () => accessKeys.deleteMany(['a', '']),
    () =>
      accessKeys.renameMany([
        { id: 'a', name: 'b' },
        { id: 'c', name: '' },
      ]),
    () => accessKeys.deleteMany(['a'], { maxConcurrency: 0 }),
  ];
  for (const attempt of attempts) expect(await failureOf(attempt())).toBeInstanceOf(ConfigurationError);
  expect(connected.calls()).toEqual([]);
});

test('whoever aborts gets the results so far, and nothing more is started', async () => {
  await using connected = await connectToFresh();
  const controller = new AbortController();
  const onProgress = ({ done }: BulkProgress): void => {
    if (done === 5) controller.abort();
  };
  const results = await connected.outline.accessKeys.createMany(many, {
    maxConcurrency: 1,
    failFast: false,
    signal: controller.signal,
    onProgress,
  });
  expect(results.slice(0, 7).map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done', 'done', 'failed', 'not-started']);
  expect(connected.emulator.state().keys).toHaveLength(5);
});
