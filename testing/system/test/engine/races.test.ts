import { expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';
import { beforeFirstWrite } from '../../src/interleave.ts';

test('a retired predecessor that reappears ends alone: the key stays active', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  const [old] = [...system.keys];
  await rack.engine.keys.rotate(key.id, { overlapMs: 0 });
  await rack.engine.keys.confirmDelivered(key.id);
  await rack.clock.advance(1_000);
  if (old) system.keys.set(old[0], old[1]);
  await rack.engine.inventory.sync();
  await rack.engine.operations.resumeAll();
  expect(system.keys.size).toBe(1);
  expect((await rack.engine.keys.show(key.id)).key.state).toBe('active');
});

test('a reinstalled server does not confirm the revocation of an unfinished issue', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'lose-answer');
  system.fail('recover', 'down');
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice' }).catch(() => undefined);
  const lives = new Map(system.keys);
  expect(lives.size).toBe(1);
  system.keys.clear();
  system.identity = 'another-system';
  await rack.engine.keys.revoke((await rack.onlyKey()).id);
  await rack.clock.advance(60_000);
  await rack.engine.operations.resumeAll();
  expect((await rack.onlyKey()).state).toBe('pending');
});

test('a resumed issue is not sent to another system than the one it was begun on', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'lose-answer');
  system.fail('recover', 'down');
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice' }).catch(() => undefined);
  system.keys.clear();
  system.identity = 'another-system';
  await rack.clock.advance(60_000);
  await rack.another('p2', ['process-1']).operations.resumeAll();
  expect(system.keys.size).toBe(0);
});

test('an abort does not settle on a look that is older than the quiet time', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'delay');
  system.fail('recover', 'down', 'hold');
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice' }).catch(() => undefined);
  await rack.clock.advance(20_000);
  const aborting = rack.engine.operations.abort((await rack.onlyOperation()).id, { reason: 'x' });
  await system.untilHeld();
  await rack.clock.advance(9_000);
  system.landDelayed(); // 29 s after it was sent: within its budget
  await rack.clock.advance(7_000);
  system.releaseHeld(); // the look took 16 s
  await aborting;
  const { state } = await rack.onlyOperation();
  expect({ state, upstream: system.keys.size }).not.toEqual({ state: 'aborted', upstream: 1 });
});

test('a key past its expiry ends although its rotation was never delivered', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', expiresAtMs: rack.clock.nowMs() + 3_600_000 });
  await rack.engine.keys.rotate(key.id, { overlapMs: 0 });
  await rack.clock.advance(7_200_000);
  await rack.engine.operations.resumeAll();
  await rack.clock.advance(60_000);
  await rack.engine.operations.resumeAll();
  expect(system.keys.size).toBe(0);
});

test('a suspension that was begun is finished, not taken back: what was sent may have happened', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  system.fail('suspend', 'down');
  const { operation } = await rack.engine.keys.suspend(key.id);
  await expect(rack.engine.operations.abort(operation?.id ?? '', { reason: 'mistake' })).rejects.toMatchObject({ code: 'refused' });
  await rack.engine.operations.resume(operation?.id ?? '');
  await rack.engine.keys.resume(key.id);
  expect([...system.keys.values()].map(({ suspended }) => suspended)).toEqual([false]);
  expect((await rack.onlyKey()).state).toBe('active');
});

test('a revocation is begun even when another process finishes the issue in between', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'lose-answer');
  system.fail('recover', 'down');
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice' }).catch(() => undefined);
  await rack.clock.advance(60_000);
  const other = rack.another(
    'p2',
    ['process-1'],
    beforeFirstWrite(() => rack.engine.operations.resumeAll()),
  );
  const { operation, key } = await other.keys.revoke((await rack.onlyKey()).id);
  expect(operation).toMatchObject({ kind: 'revoke', state: 'done' });
  expect({ state: key.state, upstream: system.keys.size }).toEqual({ state: 'revoked', upstream: 0 });
});

test('a revocation ends the versions of this instant, not those of an earlier look', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  const other = rack.another(
    'p2',
    [],
    beforeFirstWrite(async () => {
      await rack.engine.keys.rotate(key.id, { overlapMs: 0 });
      await rack.engine.keys.confirmDelivered(key.id);
    }),
  );
  await other.keys.revoke(key.id);
  const { state } = await rack.onlyKey();
  expect({ state, upstream: system.keys.size }).toEqual({ state: 'revoked', upstream: 0 });
});

test('a suspension does not bring a key back that was revoked meanwhile', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  const other = rack.another(
    'p2',
    [],
    beforeFirstWrite(() => rack.engine.keys.revoke(key.id)),
  );
  await expect(other.keys.suspend(key.id)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('is revoked') });
  expect((await rack.onlyKey()).state).toBe('revoked');
});

test('what was used during the overlap counts although the answer to the retirement is lost', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits: { dataLimitBytes: 100 } });
  const [id] = [...system.keys.keys()];
  system.usedBytes.set(id ?? '', 10);
  await rack.engine.keys.rotate(key.id, { overlapMs: 1_000 });
  await rack.engine.keys.confirmDelivered(key.id);
  system.usedBytes.set(id ?? '', 60);
  await rack.clock.advance(2_000);
  system.fail('revoke', 'lose-answer');
  await rack.engine.operations.resumeAll();
  await rack.clock.advance(60_000);
  await rack.engine.operations.resumeAll();
  expect([...system.keys.values()].map(({ limits }) => limits)).toEqual([{ dataLimitBytes: 40 }]);
});

test('a second reason is not lost while a suspension waits', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  system.fail('suspend', 'down');
  await rack.engine.keys.suspend(key.id, { reason: 'holiday' });
  await rack.engine.keys.suspend(key.id, { reason: 'compromised' });
  expect((await rack.onlyKey()).suspensionReasons).toContain('compromised');
});

test('a change keeps what another process changed meanwhile', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', ownerId: 'alice' });
  const other = rack.another(
    'p2',
    [],
    beforeFirstWrite(() => rack.engine.keys.change(key.id, { ownerId: 'bob' })),
  );
  const { operation } = await other.keys.change(key.id, { purpose: 'ci' });
  expect(operation).toMatchObject({ kind: 'change', state: 'done' });
  expect(await rack.onlyKey()).toMatchObject({ ownerId: 'bob', purpose: 'ci' });
});

test('an adoption does not bring a key back that was revoked meanwhile', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.keys.set('bob', { id: 'bob', name: 'bob', password: 'p', limits: {} });
  await rack.engine.inventory.sync();
  const { id } = await rack.onlyKey();
  const other = rack.another(
    'p2',
    [],
    beforeFirstWrite(() => rack.engine.keys.revoke(id)),
  );
  await expect(other.keys.adopt(id)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('revoked') });
  expect((await rack.onlyKey()).state).toBe('revoked');
});

test('an empty text names no key, also where keys have no name', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.keys.set('7', { id: '7', name: '', password: 'p', limits: {} });
  await rack.engine.inventory.sync();
  for (const text of ['', ' ', 'fake/']) await expect(rack.engine.keys.find(text)).rejects.toMatchObject({ code: 'key-not-found' });
});

test('a connection is not removed while a revocation on it is owed', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.keys.set('7', { id: '7', name: 'bob', password: 'p', limits: {} });
  await rack.engine.inventory.sync();
  system.fail('check', 'down');
  await rack.engine.keys.revoke((await rack.onlyKey()).id);
  await expect(rack.engine.connections.remove('fake', { forget: false })).rejects.toMatchObject({ code: 'refused' });
  await rack.engine.operations.resume((await rack.onlyOperation()).id);
  await rack.engine.connections.remove('fake', { forget: false });
  expect(await rack.engine.connections.list()).toEqual([]);
});
