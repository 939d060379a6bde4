import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** Where an API key stands. `revoked` is final; a key expires by itself. */
export type ApiKeyStatus = KnownText<'active' | 'blocked' | 'revoked' | 'expired' | 'suspended'>;

/** What a key may do and from where. A key without scopes may do nothing. */
export interface ApiKeyRestrictions {
  /** Such as `users:read`. */
  readonly scopes?: readonly string[];
  /** Addresses and ranges that may use the key; all may when it is empty or absent. */
  readonly ip_allowlist?: readonly string[];
  readonly [name: string]: unknown;
}

/** An API key. */
export interface ApiKey {
  readonly id: string;
  readonly org_id: string;
  readonly issuer_id: string;
  /** `api_key`. */
  readonly type: string;
  readonly status?: ApiKeyStatus | null;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly restrictions: ApiKeyRestrictions;
  /** Unix milliseconds; absent: never. */
  readonly expires_at?: number | null;
  readonly metadata?: Metadata | null;
  /** What may be shown of the secret, such as a hint; never the secret. */
  readonly secret: Fields;
  /** Unix milliseconds. */
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** An API key as a list shows it. */
export interface ApiKeyListItem {
  readonly id: string;
  readonly org_id: string;
  readonly issuer_id: string;
  readonly type?: string | null;
  readonly status: ApiKeyStatus;
  readonly name: string;
  readonly description: string | null;
  readonly tags?: readonly string[] | null;
  readonly scopes?: readonly string[] | null;
  readonly ip_allowlist?: readonly string[] | null;
  /** Unix milliseconds; null: never. */
  readonly expires_at: number | null;
  readonly secret_hint: string | null;
  readonly last_rotated_at?: number | null;
  readonly status_at?: number | null;
  /** Unix milliseconds. */
  readonly created_at: number;
  readonly updated_at: number | null;
}

/** What a new API key shall be. */
export interface CreateAccountApiKey {
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly restrictions: ApiKeyRestrictions;
  /** Unix milliseconds. @default never */
  readonly expires_at?: number | null;
  readonly metadata?: Fields | null;
  /** A secret of your own. Whether the service takes it as it is or as a hash is not documented. */
  readonly secret?: string | Secret | null;
  readonly secret_hint?: string | null;
}

/** What shall change about an API key; what is absent stays. */
export interface UpdateApiKey {
  readonly status?: ApiKeyStatus | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly restrictions?: ApiKeyRestrictions | null;
  /** Unix milliseconds. */
  readonly expires_at?: number | null;
  readonly metadata?: Fields | null;
}

/** A new API key. */
export interface CreateApiKeyResponse extends ApiKey {
  /** The secret: shown this once. What authenticates is the pair of it and the id. */
  readonly secret_plain: Secret;
}

/** The new secret of an API key. */
export interface ApiKeysRotateResponse {
  /** Shown this once; the old one is taken for 15 more minutes. */
  readonly secret_plain: Secret;
}

/** Which API keys a list shows. */
export interface ApiKeysQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly q?: string;
  readonly status?: ApiKeyStatus;
  readonly access?: string;
  readonly readiness?: string;
}
