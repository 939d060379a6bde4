import { describe, expect, it } from 'vitest';
import { AccessLog } from './access-log.ts';

describe('the access log', () => {
  it('keeps the newest calls, counts all and goes on counting after it was cleared', () => {
    const log = new AccessLog(10);
    for (let index = 1; index <= 100; index += 1) log.begin({ atMs: index, method: 'GET', path: '/' })({ status: 200, fault: null });
    const numbers = log.entries().map((entry) => entry.n);
    expect(numbers.slice(-10)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    expect(numbers.length).toBeLessThan(20);
    log.clear();
    log.begin({ atMs: 0, method: 'GET', path: '/' });
    expect(log.entries()).toEqual([{ n: 101, atMs: 0, method: 'GET', path: '/', status: null, fault: null }]);
    expect(log.count).toBe(101);
  });
});
