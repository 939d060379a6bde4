import { describe, expect, test } from 'vitest';
import { workLimits } from './work-limits.ts';

describe('how much workers may ask of a system', () => {
  const before = { maxRequestsPerHour: 500, maxTasksAtOnce: 2 };

  test.each([
    [{}, undefined],
    [{ maxRequestsPerHour: 100 }, { maxRequestsPerHour: 100, maxTasksAtOnce: 2 }],
    [{ maxRequestsPerHour: 'none' }, { maxRequestsPerHour: null, maxTasksAtOnce: 2 }],
    [{ maxRequestsPerHour: 'usual' }, { maxTasksAtOnce: 2 }],
    [{ maxTasksAtOnce: 'usual' }, { maxRequestsPerHour: 500 }],
    [{ maxRequestsPerHour: 'usual', maxTasksAtOnce: 8 }, { maxTasksAtOnce: 8 }],
  ] as const)('%j', (options, limits) => {
    expect(workLimits(options, before)).toEqual(limits);
  });
});
