import { expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

test('a change that the system takes and does not show is not done', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits: { dataLimitBytes: 100 } });
  system.fail('change', 'ignore');
  const { operation } = await rack.engine.keys.change(key.id, { limits: { dataLimitBytes: 7 } });
  expect(operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('shows something else: limits') });
  expect((await rack.onlyKey()).limits).toEqual({ dataLimitBytes: 100 });
  await rack.engine.operations.resume(operation?.id ?? '');
  expect([...system.keys.values()]).toMatchObject([{ limits: { dataLimitBytes: 7 } }]);
  expect((await rack.onlyKey()).limits).toEqual({ dataLimitBytes: 7 });
});

test('who was taken for dead, and whose rotation made room for a revocation, settles nothing when it wakes up', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  system.fail('issue', 'hold');
  const rotation = rack.another('sleeper').keys.rotate(key.id, { overlapMs: 0 });
  rotation.catch(() => undefined); // looked at below
  await system.untilHeld();
  await rack.another('finder', ['sleeper']).keys.revoke(key.id);
  system.releaseHeld();
  await expect(rotation).rejects.toMatchObject({ code: 'stale-epoch' });
  await rack.clock.advance(60_000);
  await rack.another('finder', ['sleeper']).operations.resumeAll();
  expect(system.keys.size).toBe(0);
  expect((await rack.engine.keys.show(key.id)).versions.map(({ stage }) => stage)).toEqual(['retired', 'failed']);
  const { items } = await rack.engine.operations.list();
  expect(items.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual(['issue done', 'revoke done', 'rotate aborted']);
});
