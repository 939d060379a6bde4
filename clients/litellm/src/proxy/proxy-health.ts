import { readInstant } from '../values/instant.ts';
import { readFlag, readNumber, readObject, readRecord, readText, readTexts } from '../values/reading.ts';

/** Whether a proxy can work. */
export interface Readiness {
  /** `healthy`, also without a database. */
  readonly status: string | null;
  /** `connected`, or `Not connected`: then the proxy knows no keys. */
  readonly db: string | null;
}

/** What a proxy tells to those who have a key. */
export interface ReadinessDetails extends Readiness {
  /** `1.106.2` */
  readonly litellm_version: string | null;
}

/** What a proxy is licensed for. */
export interface Licence {
  readonly has_license: boolean;
  /** `community` without one. */
  readonly license_type: string | null;
  readonly expiration_date: string | null;
  readonly allowed_features: readonly string[];
  readonly limits: { readonly max_users: number | null; readonly max_teams: number | null };
}

/** @throws {DecodeError} */
export function decodeReadiness(body: unknown): Readiness {
  const fields = readObject(body, '');
  return { status: readText(fields['status']), db: readText(fields['db']) };
}

/** @throws {DecodeError} */
export function decodeReadinessDetails(body: unknown): ReadinessDetails {
  return { ...decodeReadiness(body), litellm_version: readText(readObject(body, '')['litellm_version']) };
}

/** @throws {DecodeError} */
export function decodeLicence(body: unknown): Licence {
  const fields = readObject(body, '');
  const limits = readRecord(fields['limits']);
  return {
    has_license: readFlag(fields['has_license']),
    license_type: readText(fields['license_type']),
    expiration_date: readInstant(fields['expiration_date']) ?? readText(fields['expiration_date']),
    allowed_features: readTexts(fields['allowed_features']),
    limits: { max_users: readNumber(limits['max_users']), max_teams: readNumber(limits['max_teams']) },
  };
}
