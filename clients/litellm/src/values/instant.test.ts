import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant } from './instant.ts';

describe('readInstant', () => {
  test.each([
    ['microseconds, as a new key has them', '2026-11-21T00:26:49.300999Z'],
    ['milliseconds behind six digits', '2026-11-21T00:26:49.300000Z'],
    ['an offset', '2026-11-21T00:26:49.300000+00:00'],
    ['an offset that is none of ours', '2026-11-21T02:56:49.3+02:30'],
    ['a space', '2026-11-21 00:26:49.300+0000'],
    ['no zone, which is UTC', '2026-11-21T00:26:49.3'],
  ])('brings %s into the one form', (_, text) => {
    expect(readInstant(text)).toBe('2026-11-21T00:26:49.300Z');
  });

  test('writes the milliseconds of whole seconds, which the proxy leaves out', () => {
    expect(readInstant('2026-12-01T00:00:00+00:00')).toBe('2026-12-01T00:00:00.000Z');
  });

  test('leaves no instant of the proxy behind', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        const iso = date.toISOString();
        for (const form of [iso, iso.replace('Z', '000Z'), iso.replace('Z', '999Z'), iso.replace('Z', '000+00:00')])
          expect(readInstant(form)).toBe(iso);
      }),
    );
  });

  test.each([null, undefined, 7, '', 'never', '2026-11-21', '2026-13-45T00:00:00Z', '2026-11-21T00:26:49.300Z and more'])(
    'makes nothing of %j',
    (value) => {
      expect(readInstant(value)).toBeNull();
    },
  );
});
