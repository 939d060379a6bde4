import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigurationError, exportAccessKeys, importAccessKeys, readExport } from '../src/index.ts';
import type { ImportResult } from '../src/index.ts';
import { collect, connectToFresh, failureOf } from './support/connect.ts';

const kinds = (results: readonly ImportResult[]): readonly string[] => results.map(({ id, kind }) => `${id} ${kind}`);

test('keys move with id, password, port, method, name and limit; again makes nothing twice', async () => {
  await using from = await connectToFresh();
  await using to = await connectToFresh();
  await from.outline.accessKeys.createMany(
    [{ id: 'alice', name: 'Zoë "A"', method: 'aes-128-gcm', port: 4_433 }, { limit: { bytes: 0 } }, { id: 'a/b' }],
    {
      maxConcurrency: 1,
    },
  );
  const lines = await collect(exportAccessKeys(from.outline));
  expect(inspect(lines)).not.toContain('password');
  const before = to.calls().length;
  expect(kinds(await collect(importAccessKeys(to.outline, readExport(lines), { dryRun: true })))).toEqual([
    'alice would-create',
    '0 would-create',
    'a/b would-create',
  ]);
  expect(to.calls().slice(before)).toEqual(['GET /access-keys 200']);
  const moved = await collect(importAccessKeys(to.outline, readExport(lines), { dryRun: false }));
  expect(kinds(moved)).toEqual(['alice created', '0 created', 'a/b created']);
  const essence = (emulator: typeof from.emulator): unknown =>
    emulator
      .state()
      .keys.map(({ id, name, password, port, method, dataLimit }) => ({ id, name, password, port, method, dataLimit }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  expect(essence(to.emulator)).toEqual(essence(from.emulator));
  const again = await collect(importAccessKeys(to.outline, readExport(lines), { dryRun: false }));
  expect(kinds(again)).toEqual(['alice already-there', '0 already-there', 'a/b already-there']);
});

test('a key of somebody else under the same id is left alone, and said to differ', async () => {
  await using from = await connectToFresh();
  await using to = await connectToFresh();
  await from.outline.accessKeys.createMany([
    { id: 'a', password: 'one' },
    { id: 'b', password: 'two' },
    { id: 'c', password: 'three' },
  ]);
  await to.outline.accessKeys.createMany([
    { id: 'a', password: 'other' },
    { id: 'x', password: 'two' },
  ]);
  const lines = await collect(exportAccessKeys(from.outline));
  const results = await collect(importAccessKeys(to.outline, readExport(lines), { dryRun: false }));
  expect(results[0]).toMatchObject({ id: 'a', kind: 'taken', differs: expect.arrayContaining(['password']) });
  // The password of b is in use under another id, which the server refuses.
  expect(results[1]).toMatchObject({ id: 'b', kind: 'failed', error: { code: 'conflict' } });
  expect(results[2]).toMatchObject({ id: 'c', kind: 'created' });
  expect(to.emulator.state().keys.find(({ id }) => id === 'a')?.password).toBe('other');
});

test('a lost answer is settled by looking', async () => {
  await using from = await connectToFresh();
  await using to = await connectToFresh();
  await from.outline.accessKeys.createWithId('a');
  const lines = await collect(exportAccessKeys(from.outline));
  to.emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
  expect(kinds(await collect(importAccessKeys(to.outline, readExport(lines), { dryRun: false })))).toEqual(['a created']);
  expect(to.emulator.state().keys).toHaveLength(1);
});

test.each([
  ['empty', [], 'it is empty'],
  ['of something else', ['{"format":"csv"}'], 'line 1'],
  ['of a newer release', ['{"format":"outline-access-keys","version":2}'], 'newer release'],
  ['cut off', ['{"format":"outline-access-keys","version":1}', '', '{"id":"a","password":"canary'], 'line 3'],
  ['without a password', ['{"format":"outline-access-keys","version":1}', '{"id":"canary"}'], 'line 2: password is not a text'],
])('an export that is %s is refused, and nothing of it is repeated', async (_, lines, words) => {
  const failure = await failureOf(collect(readExport(lines)));
  expect(failure).toBeInstanceOf(ConfigurationError);
  expect(String(failure)).toContain(words);
  expect(String(failure)).not.toContain('canary');
});

test('dryRun has to be said', async () => {
  await using to = await connectToFresh();
  expect(await failureOf(collect(importAccessKeys(to.outline, [], {} as never)))).toBeInstanceOf(ConfigurationError);
  expect(to.calls()).toEqual([]);
});
