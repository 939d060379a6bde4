import { describe, expect, test } from 'vitest';
import { Health } from './health.ts';

describe('a health check', () => {
  test('remembers its answer for 300 s, asks anew when it is forced, and never throws', async () => {
    let nowMs = 0;
    let asked = 0;
    let isAway = true;
    const ask = (): Promise<void> => {
      asked += 1;
      return isAway ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    const health = new Health(ask, () => nowMs);
    expect([health.isHealthy, asked]).toEqual([true, 0]);
    expect([await health.check(), health.isHealthy, asked]).toEqual([false, false, 1]);
    isAway = false;
    nowMs = 299_999;
    expect([await health.check(), asked]).toEqual([false, 1]);
    expect([await health.check({ force: true }), health.isHealthy, asked]).toEqual([true, true, 2]);
    nowMs += 300_000;
    expect([await health.check(), asked]).toEqual([true, 3]);
  });
});
