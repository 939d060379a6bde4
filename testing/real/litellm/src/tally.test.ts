import { describe, expect, test } from 'vitest';
import { runTrials } from './tally.ts';

const holds = { name: 'holds', run: async () => undefined };
const breaks = { name: 'breaks', run: () => Promise.reject(new Error('it broke')) };

describe('a list of trials', () => {
  test('goes on after one that fails, and tells why it did', async () => {
    const { passed, failed } = await runTrials([breaks, holds]);
    expect(passed).toBe(1);
    expect(failed).toEqual([{ name: 'breaks', reason: expect.stringContaining('it broke') }]);
  });
});
