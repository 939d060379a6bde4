import { describe, expect, test } from 'vitest';
import { momentMs, parseInstant, parseMoment } from './instants.ts';

describe('parseInstant', () => {
  test.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31 18:00:30Z', '2027-01-31T18:00:30.000Z'],
    ['2027-01-31T18:00+02:00', '2027-01-31T16:00:00.000Z'],
    ['2027-01-31T18:00:00.250-0530', '2027-01-31T23:30:00.250Z'],
  ])('reads %s', (text, instant) => {
    expect(new Date(parseInstant(text)).toISOString()).toBe(instant);
  });

  test.each([
    '',
    'tomorrow',
    '2027',
    '2027-13-01',
    '2027-02-30',
    '2027-02-29',
    '2027-01-31T18:00',
    '2027-01-31T25:00Z',
    '31.01.2027',
    '1800000000',
  ])('refuses "%s"', (text) => {
    expect(() => parseInstant(text)).toThrow(`"${text}" is not an instant`);
  });
});

describe('parseMoment', () => {
  test('takes an instant as it is and counts a duration from now', () => {
    const nowMs = Date.UTC(2027, 0, 1);
    expect(momentMs(parseMoment('2027-01-31'), nowMs)).toBe(Date.UTC(2027, 0, 31));
    expect(momentMs(parseMoment('30d'), nowMs)).toBe(Date.UTC(2027, 0, 31));
  });

  test('says of a mistyped duration that it is one', () => {
    expect(() => parseMoment('30x')).toThrow('"30x" is not a duration');
    expect(() => parseMoment('soon')).toThrow('"soon" is not an instant');
  });
});
