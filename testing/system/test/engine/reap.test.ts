import type { AccessKey } from '@keyrack/contracts';
import type { Engine, ReapFinding } from '@keyrack/engine';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';
import { livesFixture } from '../../src/lives-fixture.ts';

const marked = 'alice-krtestrackaaaaaa';

async function findings(engine: Engine): Promise<readonly ReapFinding[]> {
  await engine.inventory.sync();
  const { id } = await engine.connections.get('fake');
  const all: ReapFinding[] = [];
  for await (const finding of engine.reaper.findings(id)) all.push(finding);
  return all;
}

async function keysOf(engine: Engine): Promise<readonly AccessKey[]> {
  return (await engine.keys.list()).items.map(({ key }) => key);
}

describe('the reaper', () => {
  test('finds nothing where all is as it is written down, foreign keys and those of other racks included', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.keys.set('7', { id: '7', name: 'by hand', password: 'p', limits: {} });
    system.keys.set('8', { id: '8', name: 'bob-krotherraaaaaaaa', password: 'q', limits: {} });
    expect(await findings(rack.engine)).toEqual([]);
  });

  test('finds a key with our mark and no record, at every look, and records it with its name and its secret', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.keys.set('7', { id: '7', name: marked, password: 'made-before', limits: { dataLimitBytes: 5 } });
    for (let look = 0; look < 2; look++)
      expect(await findings(rack.engine)).toMatchObject([
        { kind: 'unrecorded', repair: 'record', name: 'alice', key: { origin: 'foreign' } },
      ]);
    const [found] = await findings(rack.engine);
    system.calls.length = 0;
    expect(await rack.engine.reaper.repair(found?.key.id ?? '')).toMatchObject({
      name: 'alice',
      origin: 'adopted',
      limits: { dataLimitBytes: 5 },
    });
    expect(system.calls.filter((call) => ['issue', 'revoke', 'suspend'].includes(call))).toEqual([]);
    expect(await findings(rack.engine)).toEqual([]);
    expect((await rack.engine.keys.reveal(found?.key.id ?? '', { reason: 'test' })).reveal()).toBe('made-before');
  });

  test('records a second key of a name under a name of its own', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.keys.set('7', { id: '7', name: marked, password: 'p', limits: {} });
    const [found] = await findings(rack.engine);
    expect(found).toMatchObject({ repair: 'record', name: 'alice-aaaaaa' });
    await rack.engine.reaper.repair(found?.key.id ?? '');
    expect((await keysOf(rack.engine)).map(({ name }) => name)).toEqual(['alice', 'alice-aaaaaa']);
    expect(system.keys.size).toBe(2);
  });

  test('writes a key that is gone down as ended, after a look of its own, and ends it again should it come back', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key, version } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const before = new Map(system.keys);
    system.keys.clear();
    expect(await findings(rack.engine)).toMatchObject([{ kind: 'gone', repair: 'end', key: { id: key.id } }]);
    for (const [id, one] of before) system.keys.set(id, one);
    await expect(rack.engine.reaper.repair(key.id)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('there again'),
    });
    expect(system.keys.size).toBe(1);
    system.keys.clear();
    expect(await rack.engine.reaper.repair(key.id)).toMatchObject({ state: 'revoked' });
    expect(await findings(rack.engine)).toEqual([]);
    await rack.clock.advance(60_000);
    for (const [id, one] of before) system.keys.set(id, one);
    await rack.engine.inventory.sync();
    await rack.engine.operations.resumeAll();
    expect(system.keys.has(String(version.upstreamId))).toBe(false);
  });

  test('leaves a key that others have changed to a person, and never ends or changes it', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key, version } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits: { dataLimitBytes: 5 } });
    const id = String(version.upstreamId);
    const now = { id, name: version.upstreamName, password: 'password-1', limits: { dataLimitBytes: 9 } };
    system.keys.set(id, now);
    expect(await findings(rack.engine)).toMatchObject([{ kind: 'changed', repair: null, key: { driftFields: ['dataLimitBytes'] } }]);
    await expect(rack.engine.reaper.repair(key.id)).rejects.toMatchObject({
      code: 'refused',
      advice: expect.stringContaining('keyrack change'),
    });
    expect(system.keys.get(id)).toEqual(now);
  });

  test('records nothing whose mark is gone by now, and no key of another rack', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.keys.set('7', { id: '7', name: marked, password: 'p', limits: {} });
    const [found] = await findings(rack.engine);
    for (const name of ['renamed', 'alice-krotherraaaaaaaa']) {
      system.keys.set('7', { id: '7', name, password: 'p', limits: {} });
      await expect(rack.engine.reaper.repair(found?.key.id ?? '')).rejects.toMatchObject({ code: 'refused' });
    }
    system.keys.clear();
    await expect(rack.engine.reaper.repair(found?.key.id ?? '')).rejects.toMatchObject({ code: 'refused' });
    expect((await keysOf(rack.engine))[0]?.origin).toBe('foreign');
  });

  test('gives a key back after a restore what it was rotated to after the backup', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const { engine } = lives.first;
    const { key } = await engine.keys.issue({ connection: 'fake', name: 'alice', ownerId: 'al' });
    const backup = await lives.first.backup();
    const { secret } = await engine.keys.rotate(key.id, { overlapMs: 0 });
    await engine.keys.confirmDelivered(key.id);
    await engine.operations.resumeAll();
    const upstream = new Map(system.keys);
    const { engine: after } = await lives.restore(backup);
    const found = await findings(after);
    expect(found).toMatchObject([
      { kind: 'unrecorded', repair: 'succeed', successorOf: key.id },
      { kind: 'gone', repair: 'end' },
    ]);
    await after.reaper.repair(found[0]?.key.id ?? '');
    // What a person was shown about the predecessor is over.
    expect(await after.reaper.repair(key.id)).toBeNull();
    expect(system.keys).toEqual(upstream);
    expect(await findings(after)).toEqual([]);
    expect(await after.keys.show(key.id)).toMatchObject({
      key: { ownerId: 'al', state: 'active', drift: 'none' },
      versions: [{ stage: 'retired' }, { stage: 'current' }],
    });
    expect((await after.keys.reveal(key.id, { reason: 'test' })).reveal()).toBe(secret.reveal());
    await after.audit.verify();
  });
});
