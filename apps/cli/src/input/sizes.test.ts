import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSize } from './sizes.ts';

describe('parseSize', () => {
  test.each([
    ['0', 0],
    ['750000B', 750_000],
    ['1B', 1],
    ['500MB', 500_000_000],
    ['50GB', 50_000_000_000],
    ['50 GB', 50_000_000_000],
    ['50gb', 50_000_000_000],
    ['1kB', 1_000],
    ['50GiB', 53_687_091_200],
    ['1.5TB', 1_500_000_000_000],
    ['1.1TB', 1_100_000_000_000],
    ['0.5KiB', 512],
    ['9PB', 9_000_000_000_000_000],
  ])('reads %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(['', 'GB', '50Gb', '50Mb', '50 gigabytes', '-5GB', '5,5GB', '1e3', 'NaN', '50G', '5', '750000', '0.5'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseSize(text)).toThrow(`"${text}" is not an amount of data`);
    },
  );

  test('refuses parts of a byte, and more than can be counted exactly', () => {
    expect(() => parseSize('0.5B')).toThrow(/whole number of bytes/);
    expect(() => parseSize('0.0001KB')).toThrow(/whole number of bytes/);
    expect(() => parseSize('10PB')).toThrow(/more than any system can count/);
  });

  test('is exact for every whole amount of every unit', () => {
    fc.assert(
      fc.property(fc.nat(9_000), fc.constantFrom('KB', 'MB', 'GB', 'TB'), (amount, unit) => {
        expect(parseSize(`${amount}${unit}`)).toBe(amount * 1000 ** (['KB', 'MB', 'GB', 'TB'].indexOf(unit) + 1));
      }),
    );
  });
});
