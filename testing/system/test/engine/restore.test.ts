import type { AccessKey, KeyVersion, Store } from '@keyrack/contracts';
import type { Engine } from '@keyrack/engine';
import type { StoreChunk } from '@keyrack/store-sql';
import { describe, expect, test } from 'vitest';
import { FakeSystem } from '../../src/fake-system.ts';
import type { FakeKey } from '../../src/fake-system.ts';
import { livesFixture } from '../../src/lives-fixture.ts';
import type { Life, Lives } from '../../src/lives-fixture.ts';

const making = ['issue', 'suspend', 'resume', 'change'];
const unsettled = ['running', 'waiting', 'stuck'] as const;
/** A database is made for each life, so PostgreSQL takes every third backup. */
const atEach = process.env['KEYRACK_TEST_STORE'] === 'postgres' ? 3 : 1;

/** Lets everything that is due happen, over more time than any quiet time takes. */
async function settle({ clock }: Lives, { engine }: Life): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await engine.operations.resumeAll();
    await clock.advance(120_000);
  }
}

async function records({ store }: Life): Promise<readonly { readonly key: AccessKey; readonly versions: readonly KeyVersion[] }[]> {
  return store.read(async ({ keys, versions }) => {
    const all = (await keys.list({})).items.map(({ key }) => key);
    return Promise.all(all.map(async (key) => ({ key, versions: await versions.listByKey(key.id) })));
  });
}

function living(versions: readonly KeyVersion[]): readonly KeyVersion[] {
  return versions.filter(({ stage }) => stage === 'prepared' || stage === 'current' || stage === 'previous');
}

/** What is upstream has a record, what is recorded is upstream or reported, nothing is left to do. */
async function expectWhole(system: FakeSystem, life: Life): Promise<void> {
  await life.engine.inventory.sync();
  const all = await records(life);
  const recorded = all.flatMap(({ key, versions }) => living(versions).map((version) => ({ key, version })));
  expect(all.filter(({ key }) => key.origin === 'foreign')).toEqual([]);
  expect(new Set(recorded.map(({ version }) => version.upstreamId).filter((id) => system.keys.has(String(id))))).toEqual(
    new Set(system.keys.keys()),
  );
  for (const { key, version } of recorded) expect(system.keys.has(String(version.upstreamId)) || key.drift === 'missing').toBe(true);
  expect((await life.engine.operations.list({ states: unsettled })).items).toEqual([]);
  await life.engine.audit.verify();
}

describe('a store that was restored', () => {
  test('does nothing before the systems were read, but accepts revocations', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const { key } = await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    await lives.first.engine.inventory.sync();
    const { engine } = await lives.restore(await lives.first.backup());
    system.calls.length = 0;
    for (const attempt of [
      () => engine.keys.issue({ connection: 'fake', name: 'bob' }),
      () => engine.keys.rotate(key.id, { overlapMs: 0 }),
      () => engine.keys.suspend(key.id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'refused', advice: 'Run: keyrack sync fake' });
    const { operation } = await engine.keys.revoke(key.id);
    expect(operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('keyrack sync') });
    expect(system.calls.filter((call) => making.includes(call) || call === 'revoke')).toEqual([]);
    await engine.inventory.sync();
    await lives.clock.advance(60_000);
    await engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
    await engine.keys.issue({ connection: 'fake', name: 'bob' });
  });

  test('reads the systems by itself before it takes up what is due, and waits while one does not answer', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const { key } = await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.fail('revoke', 'down');
    await lives.first.engine.keys.revoke(key.id);
    const { engine } = await lives.restore(await lives.first.backup());
    system.calls.length = 0;
    system.fail('list', 'down');
    await engine.operations.resumeAll();
    expect(system.keys.size).toBe(1);
    await lives.clock.advance(60_000);
    await engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
    expect(system.calls.indexOf('list')).toBeLessThan(system.calls.indexOf('revoke'));
  });

  test('never makes a key valid again that was revoked after the backup, whatever is asked', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const { key } = await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const backup = await lives.first.backup();
    await lives.first.engine.keys.revoke(key.id);
    const life = await lives.restore(backup);
    await settle(lives, life);
    expect(system.keys.size).toBe(0);
    expect(await life.engine.keys.show(key.id)).toMatchObject({ key: { drift: 'missing' } });
    await expect(life.engine.keys.rotate(key.id, { overlapMs: 0 })).rejects.toMatchObject({ code: 'refused' });
    await settle(lives, life);
    expect(system.keys.size).toBe(0);
    await life.engine.keys.revoke(key.id);
    expect(await life.engine.keys.show(key.id)).toMatchObject({ key: { state: 'revoked' } });
  });

  test('shows a key that it does not know and that carries our mark', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const backup = await lives.first.backup();
    await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const { engine } = await lives.restore(backup);
    expect(await engine.inventory.syncOwed()).toMatchObject([{ kind: 'synced', report: { unrecorded: 1 } }]);
    expect(await engine.inventory.syncOwed()).toEqual([]);
  });

  test('leaves an operation to nobody who held it before', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    system.fail('issue', 'lose-answer');
    system.fail('recover', 'down');
    await expect(lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' })).rejects.toMatchObject({ code: 'outcome-unknown' });
    const life = await lives.restore(await lives.first.backup());
    const [before] = (await lives.first.engine.operations.list()).items;
    const [after] = (await life.engine.operations.list()).items;
    expect(after).toMatchObject({ direction: 'recover', state: 'waiting', holder: null });
    expect(after?.epoch).toBeGreaterThan((before?.epoch ?? 0) + 1_000);
    await expect(life.engine.operations.abort(after?.id ?? '', { reason: 'no' })).rejects.toMatchObject({ code: 'refused' });
  });

  test('records no resumption of a key that was ended since', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    const { key } = await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    await lives.first.engine.keys.suspend(key.id);
    system.fail('resume', 'down');
    await lives.first.engine.keys.resume(key.id);
    const backup = await lives.first.backup();
    await lives.first.engine.keys.revoke(key.id);
    const life = await lives.restore(backup);
    await settle(lives, life);
    await expectWhole(system, life);
    expect(await life.engine.keys.show(key.id)).toMatchObject({ key: { state: 'suspended', drift: 'missing' } });
  });

  test('records a create that lands only after the restore', async () => {
    const system = new FakeSystem();
    await using lives = await livesFixture(system);
    system.fail('issue', 'delay', 'down');
    system.fail('recover', 'down');
    await expect(lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' })).rejects.toMatchObject({ code: 'outcome-unknown' });
    await lives.clock.advance(3_600_000);
    const life = await lives.restore(await lives.first.backup());
    await life.engine.operations.resumeAll();
    system.landDelayed();
    await settle(lives, life);
    expect(system.keys.size).toBe(1);
    await expectWhole(system, life);
    expect((await records(life))[0]?.key.state).toBe('active');
  });
});

/** What a rack may be in the middle of. */
interface Scene {
  readonly name: string;
  readonly prepare?: (engine: Engine) => Promise<unknown>;
  readonly act: (engine: Engine, keyId: string, lives: Lives) => Promise<unknown>;
  /** Whether a key of before may be gone afterwards. */
  readonly ends?: boolean;
}

const rotateWhole: Scene['act'] = async (engine, keyId, { clock }) => {
  await engine.keys.rotate(keyId, { overlapMs: 1_000 });
  await engine.keys.confirmDelivered(keyId);
  await clock.advance(2_000);
  await engine.operations.resumeAll();
};

const scenes: readonly Scene[] = [
  { name: 'issue', act: (engine) => engine.keys.issue({ connection: 'fake', name: 'bob' }) },
  { name: 'rotate', act: rotateWhole, ends: true },
  { name: 'revoke', act: (engine, keyId) => engine.keys.revoke(keyId), ends: true },
  {
    name: 'rotate, aborted',
    async act(engine, keyId) {
      const { operation } = await engine.keys.rotate(keyId, { overlapMs: 1_000 });
      await engine.operations.abort(operation.id, { reason: 'changed my mind' });
    },
    ends: true,
  },
  {
    name: 'suspend',
    async act(engine, keyId) {
      await engine.keys.suspend(keyId);
      await engine.keys.resume(keyId);
    },
  },
  { name: 'change', act: (engine, keyId) => engine.keys.change(keyId, { name: 'other', limits: { dataLimitBytes: 5 } }) },
];

/** A backup, and the keys of the system at its instant. */
interface Snapshot {
  readonly chunks: readonly StoreChunk[];
  readonly upstream: ReadonlyMap<string, FakeKey>;
}

/** Takes a backup behind every write. */
function snapshotting(system: FakeSystem, life: Life, snapshots: Snapshot[]): (store: Store) => Store {
  return (store) => ({
    ...store,
    read: (work) => store.read(work),
    async write(work) {
      const result = await store.write(work);
      snapshots.push({ chunks: await life.backup(), upstream: new Map(system.keys) });
      return result;
    },
  });
}

describe.each(['client-chosen-id', 'compensate'] as const)('a backup in the middle of an operation, on a system with %s', (strategy) => {
  const possible = strategy === 'compensate' ? scenes.filter(({ name }) => name !== 'suspend') : scenes;
  const cells = possible.flatMap((scene) => ['ran on', 'stopped there'].map((end) => [scene.name, end, scene] as const));

  test.each(cells)('%s that %s loses, orphans and doubles nothing', async (_name, end, scene) => {
    const system = new FakeSystem(strategy);
    await using lives = await livesFixture(system);
    const { key } = await lives.first.engine.keys.issue({ connection: 'fake', name: 'alice' });
    await scene.prepare?.(lives.first.engine);
    const snapshots: Snapshot[] = [];
    await scene.act(lives.another(lives.first, snapshotting(system, lives.first, snapshots)), key.id, lives);
    expect(snapshots.length).toBeGreaterThan(1);
    const atTheEnd = new Map(system.keys);
    for (const { chunks, upstream } of snapshots.filter((_, index) => index % atEach === 0)) {
      const before = end === 'ran on' ? atTheEnd : upstream;
      system.keys.clear();
      for (const [id, found] of before) system.keys.set(id, found);
      const life = await lives.restore(chunks);
      const [unfinished] = (await life.engine.operations.list({ states: unsettled })).items;
      system.calls.length = 0;
      await settle(lives, life);
      expect(system.calls.filter((call) => making.includes(call))).toEqual([]);
      for (const [id, found] of system.keys) expect(found).toEqual(before.get(id));
      if (scene.ends !== true) expect([...system.keys.keys()]).toEqual([...before.keys()]);
      // Of what was valid at the end, no successor that somebody may hold is gone.
      if (scene.name === 'rotate' && end === 'ran on') expect([...system.keys.keys()]).toEqual([...before.keys()]);
      if (scene.name === 'rotate') expect(system.keys.size).toBeGreaterThan(0);
      await expectWhole(system, life);
      // What was looked up is recorded as the system shows it.
      const turned = unfinished?.kind === 'suspend' || unfinished?.kind === 'resume';
      if (turned) expect((await records(life)).map((record) => record.key.drift)).toEqual(['none']);
    }
  });
});
