import type { Store } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

/** How a process is paused. */
interface Pause {
  readonly sleepMs: number;
  /** After so many reads that follow its first write: it knows by then what it will call. */
  readonly reads: number;
  /** What the others do until it wakes up. */
  readonly meanwhile: () => Promise<unknown>;
}

/** A process that is paused once, between the write that announces a call and the call. */
function sleeper(rack: EngineFixture, { sleepMs, reads, meanwhile }: Pause): ReturnType<EngineFixture['another']> {
  let readsLeft: number | null = null;
  return rack.another('sleeper', [], (store: Store) => ({
    async read(work) {
      const result = await store.read(work);
      if (readsLeft === null || --readsLeft !== 0) return result;
      await rack.clock.advance(sleepMs);
      await meanwhile();
      return result;
    },
    async write(work) {
      const result = await store.write(work);
      readsLeft ??= reads;
      return result;
    },
    inspect: () => store.inspect(),
    close: () => store.close(),
  }));
}

const takenOver = { code: 'stale-epoch' };

describe('a process that is paused before its call, and declared dead', () => {
  test('does not suspend a key that was suspended for it and resumed since', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const other = rack.another('other', ['sleeper']);
    const paused = sleeper(rack, {
      sleepMs: 31_000,
      reads: 1,
      async meanwhile() {
        await other.operations.resumeAll();
        await other.keys.resume(key.id);
      },
    });
    await expect(paused.keys.suspend(key.id)).rejects.toMatchObject(takenOver);
    expect([...system.keys.values()].map(({ suspended }) => suspended)).toEqual([false]);
    expect((await rack.onlyKey()).state).toBe('active');
  });

  test('does not make a key that was made for it and revoked since', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const other = rack.another('other', ['sleeper']);
    const paused = sleeper(rack, {
      sleepMs: 31_000,
      reads: 2,
      async meanwhile() {
        await other.operations.resumeAll();
        await other.keys.revoke((await rack.onlyKey()).id);
      },
    });
    await expect(paused.keys.issue({ connection: 'fake', name: 'alice' })).rejects.toMatchObject(takenOver);
    expect(system.keys.size).toBe(0);
    expect((await rack.onlyKey()).state).toBe('revoked');
  });

  test('goes on where nobody has taken its place', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const paused = sleeper(rack, { sleepMs: 31_000, reads: 2, meanwhile: async () => undefined });
    await paused.keys.issue({ connection: 'fake', name: 'alice' });
    expect([(await rack.onlyKey()).state, system.keys.size]).toEqual(['active', 1]);
  });
});
