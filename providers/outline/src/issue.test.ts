import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { IssueRequest, ProviderEnvironment } from '@keyrack/contracts';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { prepareIssue } from './issue.ts';
import { outlineProvider } from './kind.ts';
import { isVersionIdOf } from './version-id.ts';
import { Secret } from '@keyrack/secret';

const environment: ProviderEnvironment = { rackId: 'k7v2m9xw', clock: new ManualClock(), random: new SeededRandom() };
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };

describe('prepareIssue', () => {
  test('chooses an id of this rack and a password of 22 letters and digits', () => {
    const { upstreamId, secrets, fingerprintSource } = prepareIssue(request, environment);
    expect(isVersionIdOf('k7v2m9xw', upstreamId ?? '')).toBe(true);
    expect(secrets['password']?.reveal()).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(fingerprintSource).toBe(secrets['password']);
  });

  test('writes down the limit and never the expiry, which is ours to keep', () => {
    expect(prepareIssue({ ...request, limits: { dataLimitBytes: 5e9 }, expiresAtMs: 1 }, environment).request).toEqual({
      limit: { bytes: 5e9 },
    });
    expect(prepareIssue({ ...request, expiresAtMs: 1 }, environment).request).toEqual({});
  });

  test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('refuses a limit of %d bytes', (dataLimitBytes) => {
    expect(() => prepareIssue({ ...request, limits: { dataLimitBytes } }, environment)).toThrow(InvalidInputError);
  });

  test('refuses what Outline has not', () => {
    expect(() => prepareIssue({ ...request, limits: { budgetUsd: 0 } }, environment)).toThrow(CapabilityMissingError);
    expect(() => prepareIssue({ ...request, providerOptions: { method: 'aes-256-gcm' } }, environment)).toThrow(InvalidInputError);
    expect(() => prepareIssue({ ...request, upstreamName: '' }, environment)).toThrow(InvalidInputError);
  });
});

describe('fingerprintSource', () => {
  const password = 'nAbkAyB1pEI3qfSxNYEJGY';

  test.each([
    ['an access URL', `ss://${btoa(`chacha20-ietf-poly1305:${password}`)}@203.0.113.5:443/?outline=1#Alice`],
    ['a password alone', password],
  ])('finds the password in %s', (_, found) => {
    expect(outlineProvider.fingerprintSource(new Secret(found))?.reveal()).toBe(password);
  });

  test('is null for secrets of other systems', () => {
    for (const found of ['sk-1234', 'https://example.com/', 'ss://nothing'])
      expect(outlineProvider.fingerprintSource(new Secret(found))).toBeNull();
  });
});
