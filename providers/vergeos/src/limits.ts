import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { KeyLimits } from '@keyrack/contracts';
import { ConfigurationError } from '@keyrack/http';
import { checkAddressLists } from '@keyrack/vergeos';
import type { AddressLists, ApiKey } from '@keyrack/vergeos';
import { vergeosCapabilities } from './capabilities.ts';

/**
 * The limits as address lists; an empty one lets everybody in.
 *
 * @throws {CapabilityMissingError} for a limit that VergeOS has not.
 * @throws {InvalidInputError} for what is no address, and for one that is allowed and denied.
 */
export function readAddresses(limits: KeyLimits): Required<AddressLists> {
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || vergeosCapabilities.limits.some((declared) => declared === name)) continue;
    throw new CapabilityMissingError(`VergeOS cannot limit a key by ${name}`, {
      advice: `It can by ${vergeosCapabilities.limits.join(', ')}.`,
      details: { limit: name },
    });
  }
  const lists = { ipAllowList: limits.allowedAddresses ?? [], ipDenyList: limits.deniedAddresses ?? [] };
  try {
    checkAddressLists(lists);
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    const said = error.fault.replaceAll('ipAllowList', 'allowedAddresses').replaceAll('ipDenyList', 'deniedAddresses');
    const field = said.includes('deniedAddresses') ? 'deniedAddresses' : 'allowedAddresses';
    throw new InvalidInputError(`VergeOS: ${said}`, { details: { field } });
  }
  return lists;
}

/** The lists of a key as limits, entry by entry as they were written. */
export function observeLimits({ ipAllowList, ipDenyList }: Pick<ApiKey, 'ipAllowList' | 'ipDenyList'>): KeyLimits {
  return {
    ...(ipAllowList.length === 0 ? {} : { allowedAddresses: ipAllowList }),
    ...(ipDenyList.length === 0 ? {} : { deniedAddresses: ipDenyList }),
  };
}

/**
 * Whether the system counts characters or bytes is not documented, so a name has to fit either way.
 *
 * @throws {InvalidInputError} when it is empty, or too long.
 */
export function checkUpstreamName(name: string): string {
  const { nameMaxLength } = vergeosCapabilities;
  if (name !== '' && Buffer.byteLength(name) <= nameMaxLength) return name;
  throw new InvalidInputError(`The name of a VergeOS key has 1 to ${nameMaxLength} bytes, our marker included`, {
    details: { field: 'name' },
  });
}
