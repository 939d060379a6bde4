import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const nowMs = Date.parse('2026-11-21T10:00:00Z');

describe('Retry-After', () => {
  test.each([
    ['1', 1_000],
    ['0', 0],
    ['0.3', 300],
    ['  120  ', 120_000],
    ['-1', 0],
    ['86400', 86_400_000],
    ['Sat, 21 Nov 2026 10:00:07 GMT', 7_000],
    ['Saturday, 21-Nov-26 10:00:07 GMT', 7_000],
    ['Sat Nov 21 10:00:07 2026 GMT', 7_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ])('of %j asks to wait %j ms', (value, waitMs) => {
    expect(parseRetryAfter(value, undefined, nowMs)).toBe(waitMs);
  });

  test.each([
    undefined,
    '',
    'soon',
    'inf',
    'Infinity',
    'NaN',
    '1e3',
    '0x10',
    '1,2',
    '2026-11-21',
    '12345678901',
    'Sat, 99 Foo 2026 10:00:00 GMT',
  ])('of %j asks for nothing', (value) => {
    expect(parseRetryAfter(value, undefined, nowMs)).toBeUndefined();
  });

  test('as a date is counted by the clock of the server that wrote it', () => {
    const answer = ['Sat, 21 Nov 2026 23:00:05 GMT', 'Sat, 21 Nov 2026 23:00:00 GMT'] as const;
    expect(parseRetryAfter(...answer, nowMs)).toBe(5_000);
    expect(parseRetryAfter(answer[0], 'not a date', nowMs)).toBe(13 * 3_600_000 + 5_000);
  });

  test('never asks for a negative or endless wait, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (value, date) => {
        const waitMs = parseRetryAfter(value, date, nowMs);
        expect(waitMs === undefined || (waitMs >= 0 && Number.isFinite(waitMs))).toBe(true);
      }),
    );
  });
});
