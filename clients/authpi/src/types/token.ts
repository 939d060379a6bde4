// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** A personal token of a user; never the token itself. Instants are Unix milliseconds. */
export interface PersonalToken {
  readonly issuer_id: string;
  readonly type: string;
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly restrictions: Fields;
  readonly status?: KnownText<'active' | 'blocked' | 'revoked' | 'expired' | 'suspended'> | null;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly expires_at?: number | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly id: string;
  readonly user_id: string;
  readonly audience?: string | null;
  readonly jti?: string | null;
}

/** A personal token as a list shows it. Instants are Unix milliseconds. */
export interface UserTokensListItem {
  readonly id: string;
  readonly user_id: string;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'blocked' | 'revoked' | 'expired' | 'suspended'>;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly scopes: readonly string[];
  readonly audience: string | null;
  readonly expires_at: number | null;
  readonly created_at: number;
  readonly updated_at: number | null;
}

/** A new token, shown this once. */
export interface UserTokensCreateResponse {
  readonly token_plain: Secret;
}

/** What introspecting a token takes. The service may take more fields. All of it is inferred, not documented. */
export interface IntrospectTokenInput {
  readonly token: string | Secret;
  readonly [name: string]: unknown;
}

/** What making a personal token takes. The service may take more fields. */
export interface CreateUserTokenInput {
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly restrictions: {
    readonly scopes?: readonly string[];
    readonly ip_addresses?: readonly string[];
    readonly [name: string]: unknown;
  };
  readonly expires_at?: number | null;
  readonly metadata?: Fields | null;
  /** Inferred, not documented. */
  readonly audience?: string | null;
  readonly [name: string]: unknown;
}
