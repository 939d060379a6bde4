import type { KeyRotation, RotationPolicy } from '@keyrack/contracts';
import { SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { afterBegin, afterFailure, beginPolicy, intoWindow } from './rotation-policy.ts';
import { windowAtMs } from './window.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const at = (text: string): number => Date.parse(text);
const iso = (ms: number | undefined): string => new Date(ms ?? Number.NaN).toISOString().replace(':00.000Z', 'Z');
const now = at('2026-01-01T12:00:00Z');

function policy(changes: Partial<RotationPolicy> = {}): RotationPolicy {
  return { rhythm: { kind: 'interval', everyMs: 30 * dayMs }, window: null, timeZone: 'UTC', jitterMs: 0, overlapMs: hourMs, ...changes };
}

const begun = (changes: Partial<RotationPolicy> = {}, nowMs = now, seed = 1): KeyRotation =>
  beginPolicy(policy(changes), { nowMs, random: new SeededRandom(seed) });

const night = { from: '02:00', until: '05:00' };
const berlin = { timeZone: 'Europe/Berlin' };

describe('an interval', () => {
  test('counts from when the policy was set, and keeps its rhythm when a rotation begins a little late', () => {
    const first = begun();
    expect(iso(first.nextAtMs)).toBe('2026-01-31T12:00Z');
    expect(iso(afterBegin(first, first.nextAtMs + 20_000).nextAtMs)).toBe('2026-03-02T12:00Z');
  });

  test('counts from now when somebody rotated early', () => {
    expect(iso(afterBegin(begun(), at('2026-01-10T08:00:00Z')).nextAtMs)).toBe('2026-02-09T08:00Z');
  });

  test('makes one rotation of however many were missed, and counts on from that', () => {
    const daily = begun({ rhythm: { kind: 'interval', everyMs: dayMs } });
    const late = daily.nextAtMs + 7 * dayMs + 5 * hourMs;
    expect(afterBegin(daily, late).nextAtMs).toBe(late + dayMs);
    const monthly = begun();
    expect(afterBegin(monthly, monthly.nextAtMs + 10 * dayMs).nextAtMs).toBe(monthly.nextAtMs + 40 * dayMs);
  });

  test('never names an instant that is past, whatever the clock says', () => {
    for (const jumpMs of [-hourMs, -1, 0, 1, hourMs, 400 * dayMs]) {
      const rotation = begun({ rhythm: { kind: 'interval', everyMs: 10_000 }, overlapMs: 0 });
      const nowMs = rotation.nextAtMs + jumpMs;
      expect(afterBegin(rotation, nowMs).nextAtMs).toBeGreaterThan(nowMs);
    }
  });
});

describe('a cron expression', () => {
  const mondays = { rhythm: { kind: 'cron', expression: '0 3 * * 1' }, ...berlin } as const;

  test('is read by the clock on the wall, in summer and in winter', () => {
    expect(iso(begun(mondays).nextAtMs)).toBe('2026-01-05T02:00Z');
    expect(iso(begun(mondays, at('2026-07-01T00:00:00Z')).nextAtMs)).toBe('2026-07-06T01:00Z');
  });

  test('comes when the leap is over where the wall clock leaps over it, and once where it is shown twice', () => {
    const atHalfPastTwo = { rhythm: { kind: 'cron', expression: '30 2 * * *' }, ...berlin } as const;
    const spring = begun(atHalfPastTwo, at('2026-03-28T12:00:00Z'));
    expect(iso(spring.nextAtMs)).toBe('2026-03-29T01:00Z'); // 03:00, the first minute there is
    expect(iso(afterBegin(spring, spring.nextAtMs).nextAtMs)).toBe('2026-03-30T00:30Z');
    const autumn = begun(atHalfPastTwo, at('2026-10-24T12:00:00Z'));
    expect(iso(autumn.nextAtMs)).toBe('2026-10-25T00:30Z'); // the first 02:30
    expect(iso(afterBegin(autumn, autumn.nextAtMs).nextAtMs)).toBe('2026-10-26T01:30Z');
  });

  test('that was missed for weeks is made up for once', () => {
    const rotation = begun(mondays);
    expect(iso(afterBegin(rotation, rotation.nextAtMs + 20 * dayMs).nextAtMs)).toBe('2026-01-26T02:00Z');
  });

  test.each(['0 3 * *', '61 * * * *', '* * * * * *', 'soon', '0 3 31 2 *', '@reboot', ''])('%j is refused', (expression) => {
    expect(() => begun({ rhythm: { kind: 'cron', expression } })).toThrow(/cannot be read|names no day/);
  });
});

describe('a window', () => {
  const inBerlin = (text: string, window = night): readonly string[] => {
    const found = windowAtMs({ window, ...berlin }, at(text));
    return [iso(found?.opensMs), iso(found?.closesMs)];
  };

  test('is the one that an instant is in, or else the next; its end is outside', () => {
    expect(inBerlin('2026-01-10T12:00:00Z')).toEqual(['2026-01-11T01:00Z', '2026-01-11T04:00Z']);
    expect(inBerlin('2026-01-11T01:00:00Z')).toEqual(['2026-01-11T01:00Z', '2026-01-11T04:00Z']);
    expect(inBerlin('2026-01-11T03:59:00Z')).toEqual(['2026-01-11T03:59Z', '2026-01-11T04:00Z']);
    expect(inBerlin('2026-01-11T04:00:00Z')).toEqual(['2026-01-12T01:00Z', '2026-01-12T04:00Z']);
    expect(windowAtMs({ window: night, ...berlin }, at('2026-01-11T00:59:59.999Z'))?.opensMs).toBe(at('2026-01-11T01:00:00Z'));
  });

  test('may go over midnight', () => {
    const late = { from: '22:30', until: '01:00' };
    expect(inBerlin('2026-01-10T12:00:00Z', late)).toEqual(['2026-01-10T21:30Z', '2026-01-11T00:00Z']);
    expect(inBerlin('2026-01-10T23:30:00Z', late)).toEqual(['2026-01-10T23:30Z', '2026-01-11T00:00Z']);
  });

  test('over the missing hour begins with the first minute that there is', () => {
    expect(inBerlin('2026-03-28T12:00:00Z')).toEqual(['2026-03-29T01:00Z', '2026-03-29T03:00Z']);
    expect(inBerlin('2026-03-28T12:00:00Z', { from: '02:30', until: '03:30' })).toEqual(['2026-03-29T01:00Z', '2026-03-29T01:30Z']);
  });

  test('that lies in the missing hour is left out on that day', () => {
    expect(inBerlin('2026-03-28T12:00:00Z', { from: '02:00', until: '03:00' })).toEqual(['2026-03-30T00:00Z', '2026-03-30T01:00Z']);
    expect(inBerlin('2026-03-28T12:00:00Z', { from: '02:10', until: '02:50' })).toEqual(['2026-03-30T00:10Z', '2026-03-30T00:50Z']);
  });

  test('over the doubled hour is an hour longer', () => {
    expect(inBerlin('2026-10-24T12:00:00Z')).toEqual(['2026-10-25T00:00Z', '2026-10-25T04:00Z']);
    expect(inBerlin('2026-10-25T01:30:00Z')).toEqual(['2026-10-25T01:30Z', '2026-10-25T04:00Z']);
  });

  test('takes a rotation to itself, and moves one that is late to the next', () => {
    const rotation = begun({ window: night, ...berlin });
    expect(iso(rotation.nextAtMs)).toBe('2026-02-01T01:00Z');
    expect(intoWindow(rotation, at('2026-02-01T03:00:00Z'))).toBeNull();
    expect(iso(intoWindow(rotation, at('2026-02-05T12:00:00Z'))?.nextAtMs)).toBe('2026-02-06T01:00Z');
    expect(iso(afterBegin(rotation, rotation.nextAtMs).nextAtMs)).toBe('2026-03-03T01:00Z');
  });

  test('that holds the following rotation too leaves the late one out', () => {
    const rotation = begun({ rhythm: { kind: 'cron', expression: '30 3 * * *' }, window: night });
    expect(iso(intoWindow(rotation, at('2026-01-05T12:00:00Z'))?.nextAtMs)).toBe('2026-01-06T03:30Z');
  });

  test.each([
    ['02:00', '02:00'],
    ['2:00', '05:00'],
    ['24:00', '05:00'],
    ['02:00', '05:60'],
  ])('%s-%s is refused', (from, until) => {
    expect(() => begun({ window: { from, until } })).toThrow('is not a window of the day');
  });
});

describe('jitter', () => {
  test('spreads keys over its time, gives each key always the same share, and stays within the window', () => {
    const jittered = {
      rhythm: { kind: 'cron', expression: '0 2 * * *' },
      window: { from: '02:00', until: '02:30' },
      jitterMs: hourMs,
    } as const;
    const minutes = Array.from({ length: 50 }, (_, seed) => {
      const rotation = begun(jittered, now, seed);
      const second = afterBegin(rotation, rotation.nextAtMs);
      expect(second.nextAtMs - rotation.nextAtMs).toBe(dayMs);
      return (rotation.nextAtMs - at('2026-01-02T02:00:00Z')) / 60_000;
    });
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...minutes)).toBeLessThan(30);
    expect(new Set(minutes.map((minute) => Math.floor(minute / 10)))).toEqual(new Set([0, 1, 2]));
    expect(begun(jittered, now, 7)).toEqual(begun(jittered, now, 7));
  });

  test('does not make an interval longer', () => {
    const first = begun({ jitterMs: hourMs });
    const second = afterBegin(first, first.nextAtMs);
    expect(second.nextAtMs - first.nextAtMs).toBe(30 * dayMs);
    expect(first.nextAtMs - first.dueAtMs).toBe(first.jitterShareMs);
  });
});

describe('a rotation that failed', () => {
  test('is tried again after a minute, later and later, at most after six hours', () => {
    const random = new SeededRandom('failures');
    let rotation = begun();
    let nowMs = rotation.nextAtMs;
    const pauses: number[] = [];
    for (let failure = 0; failure < 14; failure += 1) {
      rotation = afterFailure(rotation, 'no answer', { nowMs, random });
      pauses.push(rotation.nextAtMs - nowMs);
      nowMs = rotation.nextAtMs;
    }
    expect(rotation).toMatchObject({ failedAttempts: 14, problem: 'no answer' });
    for (const [index, pauseMs] of pauses.entries()) {
      const ceilingMs = Math.min(6 * hourMs, 60_000 * 2 ** index);
      expect(pauseMs).toBeGreaterThanOrEqual(ceilingMs / 2);
      expect(pauseMs).toBeLessThanOrEqual(ceilingMs);
    }
  });

  test('waits for the next window when its own is over', () => {
    const rotation = begun({ window: night });
    const failed = afterFailure(rotation, 'no answer', { nowMs: at('2026-02-01T04:59:50Z'), random: new SeededRandom(1) });
    expect(iso(failed.nextAtMs)).toBe('2026-02-02T02:00Z');
  });
});

test.each([
  [{ timeZone: 'Mars/Base' }, 'not a time zone'],
  [{ timeZone: '' }, 'not a time zone'],
  [{ overlapMs: 30 * dayMs }, 'shorter than the time between rotations'],
  [{ overlapMs: -1 }, 'zero or more'],
  [{ jitterMs: Number.NaN }, 'zero or more'],
  [{ rhythm: { kind: 'interval', everyMs: 0 } }, 'at least a second'],
] as const)('a policy with %j is refused', (changes, message) => {
  expect(() => begun(changes)).toThrow(message);
});
