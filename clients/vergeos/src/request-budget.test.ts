import { ConfigurationError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import type { Clock } from './clock.ts';
import { RequestBudget } from './request-budget.ts';

const hourMs = 3_600_000;

/** A time that stands still until it is moved. */
class StoppedClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { readonly atMs: number; readonly call: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(call: () => void, delayMs: number): () => void {
    const timer = { atMs: this.#nowMs + delayMs, call };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  get waiting(): number {
    return this.#timers.length;
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    for (const timer of this.#timers.filter(({ atMs }) => atMs <= this.#nowMs)) timer.call();
  }
}

const made = (requestsPerHour: number) => {
  const clock = new StoppedClock();
  return { clock, budget: new RequestBudget({ requestsPerHour, clock }) };
};
const isSettled = async (promise: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([promise.then(() => 'settled'), new Promise((resolve) => setImmediate(resolve, 'open'))])) === 'settled';

const now = (waitedMs = 0) => ({ kind: 'now', waitedMs });
const tooLate = (waitMs: number) => ({ kind: 'too-late', waitMs });

describe('the requests of an hour', () => {
  test('may come all at once', async () => {
    const { budget, clock } = made(1_000);
    for (let index = 0; index < 1_000; index += 1) expect(await budget.take(0, {})).toEqual(now());
    expect(clock.waiting).toBe(0);
  });

  test('are never more than allowed, wherever the hour begins', async () => {
    const { budget, clock } = made(2);
    await budget.take(0, {});
    clock.advance(hourMs - 10);
    await budget.take(0, {});
    expect(await budget.take(10, {})).toEqual(tooLate(10));
    clock.advance(10);
    expect(await budget.take(0, {})).toEqual(now());
    expect(await budget.take(0, {})).toEqual(tooLate(hourMs - 10));
  });

  test('wait for their turn in order, and go on when it comes', async () => {
    const { budget, clock } = made(1);
    await budget.take(0, {});
    const [second, third] = [budget.take(3 * hourMs, {}), budget.take(3 * hourMs, {})];
    clock.advance(hourMs);
    expect([await isSettled(second), await isSettled(third)]).toEqual([true, false]);
    clock.advance(hourMs);
    expect(await third).toEqual(now(2 * hourMs));
    expect(clock.waiting).toBe(0);
  });

  test('give their turn back when the call is ended', async () => {
    const { budget, clock } = made(1);
    await budget.take(0, {});
    const controller = new AbortController();
    const ended = budget.take(2 * hourMs, { signal: controller.signal });
    controller.abort();
    await ended;
    expect(await budget.take(0, {})).toEqual(tooLate(hourMs));
    expect(await budget.take(0, { signal: AbortSignal.abort() })).toEqual(now());
    expect(clock.waiting).toBe(0);
  });

  test('hold nothing back once the client is closed', async () => {
    const { budget, clock } = made(1);
    await budget.take(0, {});
    const waiting = budget.take(2 * hourMs, {});
    budget.close();
    expect([await waiting, await budget.take(0, {})]).toEqual([now(), now()]);
    expect(clock.waiting).toBe(0);
  });

  test('count repetitions too, and show them to other watchers', async () => {
    const { budget } = made(2);
    const seen: number[] = [];
    const hooks = budget.watch({ onRequest: ({ attempt }) => seen.push(attempt) });
    await budget.take(0, {});
    for (const attempt of [1, 2]) hooks?.onRequest?.({ system: 'vergeos', method: 'GET', route: '/', attempt, headers: {}, bodyBytes: 0 });
    expect(seen).toEqual([1, 2]);
    expect(await budget.take(0, {})).toEqual(tooLate(hourMs));
  });

  test('have no limit where none is wanted, and no wrong one', async () => {
    const { budget } = made(Infinity);
    for (let index = 0; index < 5_000; index += 1) await budget.take(0, {});
    expect(budget.watch(undefined)).toBeUndefined();
    for (const requestsPerHour of [0, -1, 1.5, Number.NaN, '7' as never]) expect(() => made(requestsPerHour)).toThrow(ConfigurationError);
  });
});
