import type { Store } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

/** A process that sleeps for so long after its first write, before the call that this write announces, while something happens. */
function sleeper(rack: EngineFixture, sleepMs: number, meanwhile: () => Promise<unknown>): ReturnType<EngineFixture['another']> {
  let isFirst = true;
  return rack.another('sleeper', [], (store: Store) => ({
    read: (work) => store.read(work),
    async write(work) {
      const result = await store.write(work);
      if (isFirst) {
        isFirst = false;
        await rack.clock.advance(sleepMs);
        await meanwhile();
      }
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
    const paused = sleeper(rack, 31_000, async () => {
      await other.operations.resumeAll();
      await other.keys.resume(key.id);
    });
    await expect(paused.keys.suspend(key.id)).rejects.toMatchObject(takenOver);
    expect([...system.keys.values()].map(({ suspended }) => suspended)).toEqual([false]);
    expect((await rack.onlyKey()).state).toBe('active');
  });

  test('does not make a key that was made for it and revoked since', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const other = rack.another('other', ['sleeper']);
    const paused = sleeper(rack, 31_000, async () => {
      await other.operations.resumeAll();
      await other.keys.revoke((await rack.onlyKey()).id);
    });
    await expect(paused.keys.issue({ connection: 'fake', name: 'alice' })).rejects.toMatchObject(takenOver);
    expect(system.keys.size).toBe(0);
    expect((await rack.onlyKey()).state).toBe('revoked');
  });

  test('goes on where nobody has taken its place', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await sleeper(rack, 31_000, async () => undefined).keys.issue({ connection: 'fake', name: 'alice' });
    expect([(await rack.onlyKey()).state, system.keys.size]).toEqual(['active', 1]);
  });
});
