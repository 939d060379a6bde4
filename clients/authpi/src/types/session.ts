// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** A session of a user; never its secrets. Instants are Unix milliseconds. */
export interface PublicSession {
  readonly id: string;
  readonly user_id: string;
  readonly issuer_id: string;
  readonly type: KnownText<'op' | 'rp'>;
  readonly status: KnownText<'inactive' | 'active' | 'expired' | 'revoked' | 'suspended'>;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly authentication?: Fields | null;
  readonly op_session_id?: string | null;
  readonly device?: Fields | null;
  readonly location?: Fields | null;
  readonly origin?: string | null;
  readonly ttl?: number | null;
  readonly idle_timeout?: number | null;
  readonly last_activity_at?: number | null;
  readonly access_token_issued_at?: number | null;
  readonly refresh_token_issued_at?: number | null;
  readonly refresh_count?: number | null;
  readonly compromised?: boolean | null;
  readonly compromised_at?: number | null;
  readonly compromised_reason?: string | null;
  readonly revoked_reason?: string | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly expires_at?: number | null;
  readonly revoked_at?: number | null;
  readonly client?: Fields | null;
}
