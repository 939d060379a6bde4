import type { Store } from '@keyrack/contracts';
import { SeededRandom } from '@keyrack/testing-kit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heartbeatLiveness } from './heartbeat-liveness.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Signs of life that are kept in a list; the next `failures` of them fail. */
function recorder(): { readonly signs: string[]; failures: number; readonly heartbeats: Parameters<typeof heartbeatLiveness>[0] } {
  const recorded = {
    signs: [] as string[],
    failures: 0,
    heartbeats: {
      async beat(holder: string) {
        if (recorded.failures > 0) {
          recorded.failures -= 1;
          throw new Error('cut');
        }
        recorded.signs.push(`beat ${holder}`);
      },
      isMissed: async (holder: string, forMs: number) => holder === 'silent' && forMs === 30_000,
      async end(holder: string) {
        recorded.signs.push(`end ${holder}`);
      },
    },
  };
  return recorded;
}

/** A store that only notes that it was written. */
function notingStore(signs: string[]): Store {
  return {
    read: async () => Promise.reject(new Error('not read')),
    write: async () => Promise.reject(signs.push('write')),
    inspect: async () => Promise.reject(new Error('not inspected')),
    close: async () => {},
  };
}

const write = (store: Store): Promise<unknown> => store.write(async () => {}).catch((error: unknown) => error);

describe('a process that holds operations', () => {
  test('gives its first sign of life before its first write, and then one every five seconds until it ends', async () => {
    const { signs, heartbeats } = recorder();
    const liveness = heartbeatLiveness(heartbeats, { random: new SeededRandom(1) });
    const store = liveness.guard(notingStore(signs));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(signs).toEqual([]);
    await write(store);
    await write(store);
    await vi.advanceTimersByTimeAsync(10_000);
    await liveness[Symbol.asyncDispose]();
    await vi.advanceTimersByTimeAsync(20_000);
    const beat = `beat ${liveness.self}`;
    expect(signs).toEqual([beat, 'write', 'write', beat, beat, `end ${liveness.self}`]);
  });

  test('writes nothing while it can give no sign, and goes on giving them after one was lost', async () => {
    const recorded = recorder();
    const liveness = heartbeatLiveness(recorded.heartbeats, { random: new SeededRandom(1) });
    const store = liveness.guard(notingStore(recorded.signs));
    recorded.failures = 2;
    expect(await write(store)).toMatchObject({ message: 'cut' });
    expect(recorded.signs).toEqual([]);
    await write(store);
    recorded.failures = 1;
    await vi.advanceTimersByTimeAsync(10_000);
    await liveness[Symbol.asyncDispose]();
    expect(recorded.signs.filter((sign) => sign.startsWith('beat'))).toHaveLength(2);
  });

  test('is named like no other, so that people find it', () => {
    const { heartbeats } = recorder();
    const random = new SeededRandom(1);
    const [one, other] = [heartbeatLiveness(heartbeats, { random }), heartbeatLiveness(heartbeats, { random })];
    expect(one.self).not.toBe(other.self);
    expect(one.describe(one.self)).toMatch(new RegExp(`^process ${process.pid} on [\\w.-]+$`));
    expect(one.describe('process-of-old')).toBe('process-of-old');
  });

  test('is dead for others after thirty seconds of silence, and never for itself', async () => {
    const { heartbeats } = recorder();
    const liveness = heartbeatLiveness(
      { ...heartbeats, isMissed: async (holder, forMs) => holder !== 'alive' && forMs === 30_000 },
      { random: new SeededRandom(1) },
    );
    expect(await Promise.all(['silent', 'alive', liveness.self].map((holder) => liveness.isDead(holder)))).toEqual([true, false, false]);
  });
});
