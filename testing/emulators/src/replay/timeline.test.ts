import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.ts';

const recordedMs = Date.parse('2026-11-21T01:07:11Z');
const actualMs = Date.parse('2027-03-09T15:40:02Z');
const shifted = new Timeline();
shifted.add(recordedMs, actualMs);

describe('the timeline of two runs', () => {
  it('takes instants for the same that are as far from a call of their runs', () => {
    expect(shifted.same(recordedMs + 60_000, actualMs + 61_000)).toBe(true);
    expect(shifted.same(recordedMs + 60_000, actualMs + 64_000)).toBe(false);
    expect(shifted.same(recordedMs, recordedMs)).toBe(false);
  });

  it('takes the next midnight of one day for that of another, and no other instant', () => {
    const midnightMs = Date.parse('2026-11-22T00:00:00Z');
    expect(shifted.same(midnightMs, Date.parse('2027-03-10T00:00:00Z'))).toBe(true);
    expect(shifted.same(midnightMs, Date.parse('2027-03-12T00:00:00Z'))).toBe(false);
    expect(shifted.same(midnightMs, Date.parse('2027-03-10T01:00:00Z'))).toBe(false);
    expect(shifted.same(Date.parse('2026-12-01T00:00:00Z'), Date.parse('2027-04-01T00:00:00Z'))).toBe(true);
  });

  it('follows no calendar where the times are the recorded ones', () => {
    const set = new Timeline();
    set.add(recordedMs, recordedMs);
    expect(set.same(Date.parse('2026-11-22T00:00:00Z'), Date.parse('2026-11-23T00:00:00Z'))).toBe(false);
  });
});
