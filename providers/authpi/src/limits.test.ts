import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { limitsOf, mergeRestrictions, readRestrictions } from './limits.ts';

describe('readRestrictions', () => {
  test.each(['192.0.2.1', '192.0.2.0/24', '0.0.0.0/0', '::1', '2001:db8::/32', '2001:db8::/128'])('takes the address %s', (address) => {
    expect(readRestrictions({ allowedAddresses: [address] })).toEqual({ scopes: [], addresses: [address] });
  });

  test.each(['', '192.0.2', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/24/8', '2001:db8::/129', '2001:db8::/x', 'localhost', ' 192.0.2.1'])(
    'refuses "%s", which is no address',
    (address) => {
      expect(() => readRestrictions({ allowedAddresses: [address] })).toThrow(InvalidInputError);
    },
  );

  test('refuses an empty list, which says neither none nor all, and scopes that are no words', () => {
    for (const limits of [{ scopes: [] }, { allowedAddresses: [] }, { scopes: [''] }, { scopes: ['a b'] }])
      expect(() => readRestrictions(limits)).toThrow(InvalidInputError);
  });

  test('refuses limits that AuthPI has not', () => {
    for (const limits of [{ deniedAddresses: ['192.0.2.1'] }, { budgetUsd: 0 }, { dataLimitBytes: 0 }])
      expect(() => readRestrictions(limits)).toThrow(CapabilityMissingError);
  });
});

describe('mergeRestrictions', () => {
  test('keeps what it does not know, since dropping it might let more in', () => {
    const before = { scopes: ['a'], ip_allowlist: ['192.0.2.1'], ip_addresses: ['192.0.2.2'] };
    expect(mergeRestrictions(before, { scopes: ['b'], addresses: [] })).toEqual({
      scopes: ['b'],
      ip_allowlist: [],
      ip_addresses: ['192.0.2.2'],
    });
  });

  test('mentions no addresses where there never were any', () => {
    expect(mergeRestrictions({}, { scopes: [], addresses: [] })).toEqual({ scopes: [] });
  });
});

describe('limitsOf', () => {
  test('shows an empty or missing list as no limit, and only texts', () => {
    expect(limitsOf([], undefined)).toEqual({});
    expect(limitsOf(null, 'x')).toEqual({});
    expect(limitsOf(['a', 7], ['192.0.2.1'])).toEqual({ scopes: ['a'], allowedAddresses: ['192.0.2.1'] });
  });
});
