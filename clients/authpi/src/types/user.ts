// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** A user. Instants are Unix milliseconds. */
export interface User {
  readonly id: string;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'suspended' | 'disabled' | 'deleted' | 'pending_approval' | 'blocked'>;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly username_type: KnownText<'email' | 'unique-name' | 'phone'>;
  readonly username: string;
  readonly profile: Fields;
  readonly scopes?: readonly string[] | null;
  readonly security?: Fields | null;
  readonly compliance?: Fields | null;
  readonly preferences?: Fields | null;
  readonly approval?: Fields | null;
  readonly custom_fields?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** A user who waits as a list shows it. Instants are Unix milliseconds. */
export interface IssuerApprovalsListItem {
  readonly user_id: string;
  readonly issuer_id: string;
  readonly username_hash: string;
  readonly username_type: string;
  readonly status: string;
  readonly store_id: string;
  readonly region: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A user as a list shows it. Instants are Unix milliseconds. */
export interface IssuerUsersListItem {
  readonly user_id: string;
  readonly issuer_id: string;
  readonly username_hash: string;
  readonly username_type: KnownText<'email' | 'unique-name' | 'phone'>;
  readonly status: KnownText<'active' | 'suspended' | 'disabled' | 'deleted'>;
  readonly store_id: string;
  readonly region: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** What making a user takes. The service may take more fields. */
export interface CreateUserInput {
  readonly username_type?: KnownText<'email' | 'unique-name' | 'phone'> | null;
  readonly username?: string | null;
  readonly profile?: {
    readonly first_name?: string;
    readonly last_name?: string;
    readonly display_name?: string;
    readonly [name: string]: unknown;
  } | null;
  readonly password?: string | Secret | null;
  readonly scopes?: readonly string[] | null;
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}

/** What shall change about a user; what is absent stays. The service may take more fields. */
export interface UpdateUserInput {
  /** Inferred, not documented. */
  readonly status?: string | null;
  /** Inferred, not documented. */
  readonly status_reason?: string | null;
  /** Inferred, not documented. */
  readonly status_by?: string | null;
  readonly username_type?: KnownText<'email' | 'unique-name' | 'phone'> | null;
  readonly username?: string | null;
  readonly profile?: Fields | null;
  readonly scopes?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly security?: Fields | null;
  /** Inferred, not documented. */
  readonly compliance?: Fields | null;
  /** Inferred, not documented. */
  readonly preferences?: Fields | null;
  /** Inferred, not documented. */
  readonly custom_fields?: Fields | null;
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}
