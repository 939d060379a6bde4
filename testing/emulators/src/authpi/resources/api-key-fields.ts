import type { Fields, StoredRecord } from '../records/record.ts';
import { numberOf, objectOf, textOf, textsOf, viewOf } from '../records/record.ts';

/** How long a secret is still accepted after it was rotated, in milliseconds. */
const rotationOverlapMs = 15 * 60_000;

const hintLength = 8;

/** A secret that was rotated away. */
interface RetiringSecret {
  readonly secret: string;
  readonly validUntilMs: number;
}

/** What a new key starts with. */
export interface NewKey {
  readonly organizationId: string;
  readonly issuerId: string;
  readonly name: string;
  readonly secret: string;
  /** The other fields of the request; a key without scopes may do nothing. */
  readonly fields?: Fields;
}

/** The fields of a new API key. */
export function newKey({ organizationId, issuerId, name, secret, fields = {} }: NewKey): {
  readonly fields: Fields;
  readonly hidden: Fields;
} {
  return {
    fields: {
      ...fields,
      type: 'api_key',
      name,
      org_id: organizationId,
      issuer_id: issuerId,
      status: 'active',
      restrictions: { scopes: [], ...objectOf(fields, 'restrictions') },
      secret: shownSecret(secret),
    },
    hidden: { secret, retiring: [] },
  };
}

/** What the API shows of a secret. */
export function shownSecret(secret: string): Fields {
  return { algorithm: 'sha256', hint: secret.slice(-hintLength) };
}

/** The key's status now: a key that is otherwise in order expires by itself. */
export function statusOf(key: StoredRecord, nowMs: number): string {
  const status = textOf(key.fields, 'status');
  const expiresAtMs = numberOf(key.fields, 'expires_at');
  return status === 'active' && expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : status;
}

/** The key as the API shows it. */
export function keyView(key: StoredRecord, { nowMs }: { readonly nowMs: number }): Fields {
  return { ...viewOf(key), status: statusOf(key, nowMs) };
}

/** The key as a list shows it. */
export function keyItemView(key: StoredRecord, now: { readonly nowMs: number }): Fields {
  const restrictions = objectOf(key.fields, 'restrictions');
  return {
    ...keyView(key, now),
    scopes: textsOf(restrictions, 'scopes'),
    ip_allowlist: textsOf(restrictions, 'ip_allowlist'),
    secret_hint: textOf(objectOf(key.fields, 'secret'), 'hint'),
  };
}

/** The secrets that open the door now: the present one, and those that were rotated away a moment ago. */
export function validSecrets(key: StoredRecord, nowMs: number): readonly string[] {
  const retiring = retiringSecrets(key).filter(({ validUntilMs }) => nowMs < validUntilMs);
  return [textOf(key.hidden, 'secret'), ...retiring.map(({ secret }) => secret)];
}

/** The secrets that were rotated away. */
function retiringSecrets(key: StoredRecord): readonly RetiringSecret[] {
  return (key.hidden['retiring'] ?? []) as readonly RetiringSecret[]; // written by `rotated` only
}

/** What the key hides after it was given another secret. */
export function rotated(key: StoredRecord, secret: string, nowMs: number): Fields {
  const old = { secret: textOf(key.hidden, 'secret'), validUntilMs: nowMs + rotationOverlapMs };
  return { secret, retiring: [...retiringSecrets(key), old] };
}
