import { expect, test } from 'vitest';
import { CallLog } from './index.ts';

class Counter {
  #count = 0;
  get count(): number {
    return this.#count;
  }
  async add(amount: number): Promise<number> {
    return (this.#count += amount);
  }
}

test('a recorded object behaves as before, and its calls are written down in order', async () => {
  const log = new CallLog();
  const counter = log.record(new Counter(), 'counter.');
  expect(await counter.add(2)).toBe(2);
  expect(await counter.add(3)).toBe(5);
  expect(counter.count).toBe(5);
  expect(log.names).toEqual(['counter.add', 'counter.add']);
  expect(log.calls[1]?.arguments).toEqual([3]);
  expect(log.count('counter.add')).toBe(2);
  log.clear();
  expect(log.calls).toEqual([]);
});
