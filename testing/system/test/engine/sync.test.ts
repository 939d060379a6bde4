import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

function addForeign(system: FakeSystem, ...names: readonly string[]): void {
  for (const name of names) system.keys.set(name, { id: name, name, password: `secret-of-${name}`, limits: {} });
}

describe('sync', () => {
  test('lists foreign keys as the system shows them and forgets them when they are gone', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    addForeign(system, 'bob', 'carol');
    expect(await rack.engine.inventory.sync()).toMatchObject([{ kind: 'synced', report: { seen: 2, foreign: 2, missing: 0 } }]);
    system.keys.delete('bob');
    system.keys.set('carol', { id: 'carol', name: 'Carol B.', password: 'other', limits: { dataLimitBytes: 5 } });
    expect(await rack.engine.inventory.sync()).toMatchObject([{ kind: 'synced', report: { seen: 1, foreign: 1, missing: 0 } }]);
    expect(await rack.onlyKey()).toMatchObject({ name: 'Carol B.', origin: 'foreign', limits: { dataLimitBytes: 5 } });
  });

  test('reveals a foreign key that the system shows, and writes down why', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    addForeign(system, 'bob');
    await rack.engine.inventory.sync();
    const { id } = await rack.onlyKey();
    expect((await rack.engine.keys.reveal(id, { reason: 'lost phone' })).reveal()).toBe('secret-of-bob');
    const { items } = await rack.engine.audit.list({ keyIds: [id] });
    expect(items.map(({ type, detail }) => [type, detail['reason']])).toEqual([['key.revealed', 'lost phone']]);
  });

  test('says which of our keys are missing, and takes it back when they return', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    await rack.engine.inventory.sync();
    const kept = [...system.keys];
    system.keys.clear();
    expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { missing: 1 } }]);
    expect(await rack.onlyKey()).toMatchObject({ state: 'active', drift: 'missing' });
    for (const [id, key] of kept) system.keys.set(id, key);
    expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { missing: 0 } }]);
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
  });

  test('asks for a key by itself before it counts as missing', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const realKeys = system.keys.keys.bind(system.keys);
    system.keys.keys = () => new Map<string, never>().keys(); // a list that skips everything
    expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { seen: 0, missing: 0 } }]);
    system.keys.keys = realKeys;
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
  });

  test('names what somebody changed', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits: { dataLimitBytes: 100 } });
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
    for (const [id, key] of system.keys)
      system.keys.set(id, { ...key, name: 'renamed', password: 'replaced', limits: { dataLimitBytes: 7 } });
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ name: 'alice', drift: 'changed', driftFields: ['name', 'secret', 'dataLimitBytes'] });
    const { items } = await rack.engine.audit.list({});
    expect(items.map(({ type }) => type)).toContain('key.drifted');
  });

  test('owes a revocation again when a revoked key is back, but not for a stranger under its id', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const [entry] = [...system.keys];
    if (!entry) throw new Error('nothing was issued');
    const [id, revived] = entry;
    await rack.engine.keys.revoke((await rack.onlyKey()).id);
    await rack.clock.advance(1_000);
    system.keys.set(id, { ...revived, password: 'of a stranger' });
    expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { reappeared: 0, foreign: 1 } }]);
    for (const revivedId of [id, 'elsewhere']) {
      system.keys.clear();
      system.keys.set(revivedId, { ...revived, id: revivedId });
      await rack.clock.advance(1_000);
      expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { reappeared: 1 } }]);
      await rack.engine.operations.resumeAll();
      expect(system.keys.size).toBe(0);
    }
  });

  test('does not owe a revocation again because its list is older than it', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.fail('list', 'hold');
    const syncing = rack.engine.inventory.sync();
    await system.untilHeld();
    await rack.engine.keys.revoke((await rack.onlyKey()).id);
    system.releaseHeld();
    expect(await syncing).toMatchObject([{ report: { seen: 1, reappeared: 0 } }]);
  });

  test('counts keys with our marker that nobody wrote down, and never revokes them by itself', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    addForeign(system, 'ghost-krtestrackaaaaaa', 'other-krotherckaaaaaa');
    expect(await rack.engine.inventory.sync()).toMatchObject([{ report: { unrecorded: 1, foreign: 2 } }]);
    await rack.engine.operations.resumeAll();
    expect(system.keys.size).toBe(2);
  });

  test('marks nothing as missing when the list breaks off', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.keys.clear();
    system.fail('list', 'down');
    expect(await rack.engine.inventory.sync()).toMatchObject([{ kind: 'failed' }]);
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
  });
});
