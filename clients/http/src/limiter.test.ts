import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../test/support/manual-clock.ts';
import { Limiter } from './limiter.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the limiter', () => {
  test('lets as many in as there are places, the others in their order', async () => {
    const limiter = new Limiter({ maxConnections: 2, minRequestGapMs: 0, clock: new ManualClock() });
    expect([limiter.tryEnter(), limiter.tryEnter(), limiter.tryEnter()]).toEqual([true, true, false]);
    const order: string[] = [];
    const waiting = ['a', 'b', 'c'].map((name) => limiter.enter().turn.then(() => order.push(name)));
    await settled();
    expect(order).toEqual([]);
    limiter.exit();
    await waiting[0];
    limiter.exit();
    limiter.exit();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  test('gives a place in the line back when somebody leaves it, and no place twice', async () => {
    const limiter = new Limiter({ maxConnections: 1, minRequestGapMs: 0, clock: new ManualClock() });
    limiter.tryEnter();
    const [first, second] = [limiter.enter(), limiter.enter()];
    first.leave();
    first.leave();
    limiter.exit();
    expect(await first.turn).toBe(false);
    expect(await second.turn).toBe(true);
    second.leave();
    expect(limiter.tryEnter()).toBe(false);
    limiter.exit();
    expect(limiter.tryEnter()).toBe(true);
  });

  test('keeps a gap between starts; who leaves while waiting for it frees the place', async () => {
    const clock = new ManualClock();
    const limiter = new Limiter({ maxConnections: 2, minRequestGapMs: 100, clock });
    const [first, second, third] = [limiter.enter(), limiter.enter(), limiter.enter()];
    expect(await first.turn).toBe(true);
    second.leave();
    expect(await second.turn).toBe(false);
    let started = false;
    const turn = third.turn.then(() => (started = true));
    clock.advance(199);
    await settled();
    expect(started).toBe(false);
    clock.advance(1);
    await turn;
    expect(started).toBe(true);
  });

  test('never lets more in than there are places, whatever comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('enter', 'try', 'exit', 'leave')),
        async (maxConnections, steps) => {
          const limiter = new Limiter({ maxConnections, minRequestGapMs: 0, clock: new ManualClock() });
          let inside = 0;
          const line: { leave: () => void }[] = [];
          for (const step of steps) {
            if (step === 'try' && limiter.tryEnter()) inside += 1;
            if (step === 'leave') line.pop()?.leave();
            if (step === 'exit' && inside > 0) {
              inside -= 1;
              limiter.exit();
            }
            if (step === 'enter') {
              const place = limiter.enter();
              line.push(place);
              void place.turn.then((hasPlace) => (inside += hasPlace ? 1 : 0));
            }
            await Promise.resolve();
            expect(inside).toBeLessThanOrEqual(maxConnections);
          }
        },
      ),
    );
  });
});
