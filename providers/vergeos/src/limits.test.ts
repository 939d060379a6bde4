import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { vergeosProvider } from './kind.ts';
import { checkUpstreamName, observeLimits, readAddresses } from './limits.ts';

describe('addresses', () => {
  test('are both lists, empty where nothing is limited', () => {
    expect(readAddresses({})).toEqual({ ipAllowList: [], ipDenyList: [] });
    expect(readAddresses({ allowedAddresses: ['10.0.0.0/8'] })).toEqual({ ipAllowList: ['10.0.0.0/8'], ipDenyList: [] });
  });

  test.each([
    [{ allowedAddresses: ['10.0.0.0/33'] }, 'allowedAddresses'],
    [{ deniedAddresses: ['vergeos.example'] }, 'deniedAddresses'],
    [{ allowedAddresses: ['10.0.0.0/8'], deniedAddresses: ['10.1.2.3'] }, 'deniedAddresses'],
  ])('are refused in our words: %j', (limits, field) => {
    const error = failureOf(() => readAddresses(limits));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ details: { field } });
    expect(String(error)).not.toMatch(/ipAllowList|ipDenyList/);
  });

  test('are all that limits a key', () => {
    expect(() => readAddresses({ budgetUsd: 0 })).toThrow(CapabilityMissingError);
    expect(failureOf(() => readAddresses({ dataLimitBytes: 1 }))).toMatchObject({ advice: 'It can by allowedAddresses, deniedAddresses.' });
  });

  test('are left out where a key has none', () => {
    expect(observeLimits({ ipAllowList: [], ipDenyList: [] })).toEqual({});
    expect(observeLimits({ ipAllowList: ['::1'], ipDenyList: ['10.0.0.1'] })).toEqual({
      allowedAddresses: ['::1'],
      deniedAddresses: ['10.0.0.1'],
    });
  });
});

describe('a name', () => {
  test('fits whether the system counts characters or bytes', () => {
    expect(checkUpstreamName('n'.repeat(128))).toHaveLength(128);
    expect(checkUpstreamName('é'.repeat(64))).toHaveLength(64);
    for (const name of ['', 'n'.repeat(129), 'é'.repeat(65)]) expect(() => checkUpstreamName(name)).toThrow(InvalidInputError);
  });
});

describe('fingerprintSource', () => {
  test('is what was found, unless it cannot go into a header', () => {
    expect(vergeosProvider.fingerprintSource(new Secret('0aZ9'.repeat(10)))?.reveal()).toBe('0aZ9'.repeat(10));
    for (const found of ['short', 'two words that', 'line\nbreak']) expect(vergeosProvider.fingerprintSource(new Secret(found))).toBeNull();
  });
});

function failureOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
