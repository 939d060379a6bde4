import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { KeyLimits, KeyUsage } from '@keyrack/contracts';
import type { DataLimit } from '@keyrack/outline';
import { outlineCapabilities } from './capabilities.ts';

/**
 * The data limit among the limits; undefined: none is wanted.
 *
 * @throws {CapabilityMissingError} for a limit that Outline has not.
 * @throws {InvalidInputError} unless it is a whole number of 0 or more.
 */
export function readDataLimit(limits: KeyLimits): DataLimit | undefined {
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || outlineCapabilities.limits.some((declared) => declared === name)) continue;
    throw new CapabilityMissingError(`Outline cannot limit a key by ${name}`, {
      advice: `It can by ${outlineCapabilities.limits.join(', ')}.`,
      details: { limit: name },
    });
  }
  const { dataLimitBytes } = limits;
  if (dataLimitBytes === undefined) return undefined;
  if (!Number.isSafeInteger(dataLimitBytes) || dataLimitBytes < 0) {
    throw new InvalidInputError('A data limit is a whole number of bytes, 0 or more', { details: { field: 'dataLimitBytes' } });
  }
  return { bytes: dataLimitBytes };
}

/** Outline counts per id and starts a new one at 0, so a successor gets what its predecessor has left. */
export function remainingLimits(limits: KeyLimits, used: KeyUsage): KeyLimits {
  const { dataLimitBytes } = limits;
  return dataLimitBytes === undefined
    ? limits
    : { ...limits, dataLimitBytes: Math.max(0, dataLimitBytes - Math.ceil(used.dataBytes ?? 0)) };
}

/** @throws {InvalidInputError} when it is empty, which the server cannot set, or too long. */
export function checkUpstreamName(name: string): string {
  const { nameMaxLength } = outlineCapabilities;
  if (name !== '' && name.length <= nameMaxLength) return name;
  throw new InvalidInputError(`The name of an Outline key has 1 to ${nameMaxLength} characters, our marker included`, {
    details: { field: 'name' },
  });
}
