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

test('what a process works on is not taken up a second time by itself', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'hold');
  const issue = rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  await system.untilHeld();
  const { id } = await rack.onlyOperation();
  await expect(rack.engine.operations.resume(id)).rejects.toMatchObject({ code: 'operation-in-progress' });
  expect(await rack.engine.operations.resumeAll()).toEqual([]);
  system.releaseHeld();
  expect((await issue).operation).toMatchObject({ state: 'done', epoch: 1 });
});

test('the secrets of a step are forgotten when it is settled', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  system.fail('issue', 'hold');
  const issue = rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  await system.untilHeld();
  const { steps } = await rack.engine.operations.show((await rack.onlyOperation()).id);
  const kept = (): Promise<string | null> => rack.store.read(({ operations }) => operations.readStepSecrets(steps[0]?.id ?? ''));
  expect(await kept()).not.toBeNull();
  system.releaseHeld();
  await issue;
  expect(await kept()).toBeNull();
});

test('the audit trail says that a credential will end before it does', async () => {
  const system = new FakeSystem('compensate');
  await using rack = await engineFixture(system);
  system.fail('issue', 'lose-answer');
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  await rack.engine.keys.rotate(key.id, { overlapMs: 0 });
  await rack.engine.keys.confirmDelivered(key.id);
  const { items } = await rack.engine.audit.list({});
  const ends = items.map(({ type }) => type).filter((type) => /discard|retire/.test(type));
  expect(ends).toEqual(['key.discard-begun', 'key.discarded', 'key.retirement-begun', 'key.version-retired']);
});

test('a successor whose id nobody knows yet, and whose rotation made room for a revocation, is given up', async () => {
  const system = new FakeSystem('compensate');
  await using rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  system.fail('issue', 'lose-request');
  system.fail('recover', 'down');
  await rack.engine.keys.rotate(key.id, { overlapMs: 0 }).catch(() => undefined);
  await rack.engine.keys.revoke(key.id);
  await rack.clock.advance(60_000);
  await rack.engine.operations.resumeAll();
  expect((await rack.engine.keys.show(key.id)).versions.map(({ stage }) => stage)).toEqual(['retired', 'failed']);
});

test('the audit trail says of every operation that it begins before the system is asked for anything that changes it', async () => {
  const system = new FakeSystem();
  await using rack = await engineFixture(system);
  const begun: string[] = [];
  const changing = ['issue', 'change', 'suspend', 'resume', 'revoke'];
  const calls = (): number => system.calls.filter((call) => changing.includes(call)).length;
  const { keys } = rack.another('process-2', [], (store) => ({
    ...store,
    read: (work) => store.read(work),
    async write(work) {
      const before = (await store.read(({ audit }) => audit.head()))?.sequence ?? 0;
      const made = await store.write(work);
      const { items } = await store.read(({ audit }) => audit.list({ afterSequence: before }));
      begun.push(...items.filter(({ type }) => type.endsWith('-begun')).map(({ type }) => `${type} after ${calls()} calls`));
      return made;
    },
  }));
  const { key } = await keys.issue({ connection: 'fake', name: 'alice' });
  await keys.change(key.id, { limits: { dataLimitBytes: 7 } });
  await keys.suspend(key.id);
  await keys.resume(key.id);
  await keys.revoke(key.id);
  expect(begun).toEqual(
    ['issue', 'change', 'suspension', 'resumption', 'revoke'].map((operation, index) => `key.${operation}-begun after ${index} calls`),
  );
});
