import type { AccessKey, JsonObject, KeyLimits, KeyVersion, ObservedKey, ProviderCapabilities } from '@keyrack/contracts';
import { canonicalJson } from '../support/canonical-json.ts';

/** What the system shows of a key, as it is kept beside the version. */
export function observedFacts({ upstreamName, state, limits, expiresAtMs, createdAtMs, lastUsedAtMs, rackId }: ObservedKey): JsonObject {
  return { upstreamName, state, limits: limitFacts(limits), expiresAtMs, createdAtMs, lastUsedAtMs, rackId };
}

/** Whether a version looks as it did at the last sync; most do, and those cost nothing more. */
export function looksTheSame(version: KeyVersion, facts: JsonObject, fingerprint: string | null): boolean {
  const sameSecret = fingerprint === null || version.fingerprint === fingerprint;
  return sameSecret && version.observed !== null && canonicalJson(version.observed) === canonicalJson(facts);
}

/** A key as written down and as the system shows it. */
export interface Comparison {
  readonly key: AccessKey;
  readonly version: KeyVersion;
  readonly observed: ObservedKey;
  readonly fingerprint: string | null;
}

/** What differs, by name; empty when nothing does. */
export function differences({ key, version, observed, fingerprint }: Comparison, capabilities: ProviderCapabilities): readonly string[] {
  const fields: string[] = [];
  if (observed.upstreamName !== version.upstreamName) fields.push('name');
  if (fingerprint !== null && version.fingerprint !== null && fingerprint !== version.fingerprint) fields.push('secret');
  // A successor that was given nothing more to use is shown as suspended, and is not.
  const usedUp = version.limits.dataLimitBytes === 0;
  if (!usedUp && (key.state === 'suspended') !== (observed.state === 'suspended')) fields.push('state');
  if (capabilities.expiry === 'upstream' && !sameSecond(key.expiresAtMs, observed.expiresAtMs)) fields.push('expiresAt');
  // While a key is suspended its limits may be what suspends it (a data limit of zero bytes).
  return key.state === 'suspended' ? fields : [...fields, ...limitDifferences(version.limits, observed.limits, capabilities)];
}

function limitDifferences(recorded: KeyLimits, observed: KeyLimits, { limits }: ProviderCapabilities): readonly string[] {
  return limits.filter((name) => canonicalJson(recorded[name] ?? null) !== canonicalJson(observed[name] ?? null));
}

/** Systems keep expiry to the second, and some are sent a duration that is rounded down. */
function sameSecond(recordedMs: number | null, observedMs: number | null): boolean {
  return recordedMs === null || observedMs === null ? recordedMs === observedMs : Math.abs(recordedMs - observedMs) < 2_000;
}

/** Limits without members that are there but undefined, which JSON cannot hold. */
function limitFacts(limits: KeyLimits): JsonObject {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
