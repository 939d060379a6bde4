import type { ChangeablePart, ProviderCapabilities } from './capabilities.ts';
import { CapabilityMissingError } from './errors.ts';
import type { KeyChange } from './provider.ts';

const parts: Readonly<Record<Exclude<keyof KeyChange, 'restore'>, ChangeablePart>> = {
  upstreamName: 'name',
  limits: 'limits',
  expiresAtMs: 'expiresAt',
  rackId: 'marker',
  spendUsd: 'spend',
};

const words: Readonly<Record<ChangeablePart, string>> = {
  name: 'the name of a key',
  limits: 'the limits of a key',
  expiresAt: 'when a key ends',
  marker: 'whose a key is',
  spend: 'what a key counts as spent',
};

/**
 * For providers, before anything is sent.
 * @throws {CapabilityMissingError} when the change sets what the system cannot change.
 */
export function checkChange(change: KeyChange, { change: able }: ProviderCapabilities, displayName: string): void {
  for (const [member, part] of Object.entries(parts)) {
    if (change[member as keyof KeyChange] === undefined || able.includes(part)) continue; // the keys of `parts`
    throw new CapabilityMissingError(`${displayName} cannot change ${words[part]}`, { details: { field: member } });
  }
}
