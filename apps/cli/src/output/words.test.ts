import { expect, test } from 'vitest';
import { readableBytes, readableLimits, toInstant } from './words.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [50_000_000_000, '50 GB'],
  [53_687_091_200, '53.7 GB'],
  [1_234_000_000_000_000, '1234 TB'],
])('shows %d bytes as %s', (bytes, text) => {
  expect(readableBytes(bytes)).toBe(text);
});

test('shows every limit that is set', () => {
  const limits = {
    dataLimitBytes: 5e9,
    budgetUsd: 20,
    budgetPeriod: '1mo',
    requestsPerMinute: 60,
    models: ['a', 'b'],
    deniedAddresses: ['10.0.0.0/8'],
  };
  expect(readableLimits(limits)).toBe('5 GB of data; 20 USD per 1mo; 60 requests a minute; models a, b; not from 10.0.0.0/8');
  expect(readableLimits({})).toBe('');
});

test('writes instants in ISO 8601', () => {
  expect(toInstant(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(toInstant(null)).toBeNull();
});
