import { describe, expect, test } from 'vitest';
import { ManualClock } from './index.ts';

describe('ManualClock', () => {
  test('stands still until it is moved', async () => {
    const clock = new ManualClock(1000);
    let woken = false;
    const slept = clock.sleep(10).then(() => (woken = true));
    await clock.advance(9);
    expect([clock.nowMs(), woken, clock.sleeping]).toEqual([1009, false, 1]);
    await clock.advance(1);
    await slept;
    expect([clock.nowMs(), woken, clock.sleeping]).toEqual([1010, true, 0]);
  });

  test('wakes sleepers in the order of their instants, and each sees its own', async () => {
    const clock = new ManualClock(0);
    const seen: string[] = [];
    const late = clock.sleep(20).then(() => seen.push(`late ${clock.nowMs()}`));
    const early = clock.sleep(5).then(() => seen.push(`early ${clock.nowMs()}`));
    await clock.advance(100);
    await Promise.all([late, early]);
    expect(seen).toEqual(['early 5', 'late 20']);
    expect(clock.nowMs()).toBe(100);
  });

  test('that is set wakes nobody: who sleeps does so for as long as before', async () => {
    const clock = new ManualClock(1000);
    let woken = false;
    const slept = clock.sleep(10).then(() => (woken = true));
    clock.jump(500);
    await clock.advance(9);
    expect([clock.nowMs(), woken]).toEqual([1509, false]);
    clock.jump(-1000);
    await clock.advance(1);
    await slept;
    expect([clock.nowMs(), woken]).toEqual([510, true]);
  });

  test('wakes a loop that goes back to sleep as often as time allows', async () => {
    const clock = new ManualClock(0);
    const rounds: number[] = [];
    const loop = (async () => {
      while (rounds.length < 3) {
        await clock.sleep(10);
        rounds.push(clock.nowMs());
      }
    })();
    await clock.advance(30);
    await loop;
    expect(rounds).toEqual([10, 20, 30]);
  });

  test('ends a sleep with the reason of its signal and keeps no trace of it', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const slept = clock.sleep(10, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
    await expect(clock.sleep(10, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('tells when its subject has gone to sleep', async () => {
    const clock = new ManualClock();
    const subject = new Promise<void>((resolve) => setImmediate(resolve)).then(() => clock.sleep(5));
    await clock.waitForSleepers();
    await clock.advance(5);
    await subject;
    expect(clock.sleeping).toBe(0);
  });
});
