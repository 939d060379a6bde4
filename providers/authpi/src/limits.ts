import { isIP } from 'node:net';
import type { ApiKeyRestrictions } from '@keyrack/authpi';
import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { KeyLimits } from '@keyrack/contracts';
import { authpiCapabilities } from './capabilities.ts';

/** What limits a key, as the service takes it. Without scopes a key may do nothing; without addresses it works from anywhere. */
export interface WantedRestrictions {
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
}

/**
 * Checks limits before anything is sent.
 *
 * @throws {CapabilityMissingError} for a limit that AuthPI has not.
 * @throws {InvalidInputError} for an empty list, a scope or an address that is none.
 */
export function readRestrictions(limits: KeyLimits): WantedRestrictions {
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || authpiCapabilities.limits.some((declared) => declared === name)) continue;
    throw new CapabilityMissingError(`AuthPI cannot limit a key by ${name}`, {
      advice: `It can by ${authpiCapabilities.limits.join(', ')}.`,
      details: { limit: name },
    });
  }
  return {
    scopes: readTexts('scopes', limits.scopes, (scope) => /^\S+$/.test(scope)),
    addresses: readTexts('allowedAddresses', limits.allowedAddresses, isAddress),
  };
}

/** The limits that a key has; an absent member: none of that kind. */
export function limitsOf(scopes: unknown, addresses: unknown): KeyLimits {
  const [scopesShown, addressesShown] = [textsOf(scopes), textsOf(addresses)];
  return {
    ...(scopesShown.length === 0 ? {} : { scopes: scopesShown }),
    ...(addressesShown.length === 0 ? {} : { allowedAddresses: addressesShown }),
  };
}

/** What the restrictions of a key are to be. Members that nobody here knows stay: dropping one might let more in. */
export function mergeRestrictions(before: ApiKeyRestrictions, { scopes, addresses }: WantedRestrictions): ApiKeyRestrictions {
  const hasList = addresses.length > 0 || before.ip_allowlist !== undefined;
  return { ...before, scopes, ...(hasList ? { ip_allowlist: addresses } : {}) };
}

/** @throws {InvalidInputError} when it is empty or too long. */
export function checkUpstreamName(name: string): string {
  const { nameMaxLength } = authpiCapabilities;
  if (name !== '' && name.length <= nameMaxLength) return name;
  throw new InvalidInputError(`The name of an AuthPI key has 1 to ${nameMaxLength} characters, our marker included`, {
    details: { field: 'name' },
  });
}

function readTexts(field: string, given: readonly string[] | undefined, fits: (text: string) => boolean): readonly string[] {
  if (given === undefined) return [];
  if (given.length > 0 && given.every((text) => typeof text === 'string' && fits(text))) return given;
  const what = field === 'scopes' ? 'scopes without spaces' : 'IP addresses or ranges such as 192.0.2.0/24';
  throw new InvalidInputError(`${field} is a list of one or more ${what}`, { details: { field } });
}

function isAddress(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item: unknown) => typeof item === 'string') : [];
}
