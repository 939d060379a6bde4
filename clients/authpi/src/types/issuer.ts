// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { Metadata } from './common.ts';

/** An issuer: one place where users log in. Instants are Unix milliseconds. */
export interface Issuer {
  readonly id: string;
  readonly account_id: string;
  readonly name?: string | null;
  readonly description: string | null;
  readonly links?: Fields | null;
  readonly available_scopes: readonly string[];
  readonly status: string;
  readonly status_at?: number | null;
  readonly settings: Fields;
  readonly metadata: Metadata;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** An issuer as a list shows it. Instants are Unix milliseconds. */
export interface IssuerListItem {
  readonly id: string;
  readonly account_id: string;
  readonly name?: string | null;
  readonly description: string | null;
  readonly links?: Fields | null;
  readonly available_scopes: readonly string[];
  readonly status: string;
  readonly status_at?: number | null;
  readonly settings: Fields;
  readonly metadata: Metadata;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly access_mode: string | null;
  readonly auth_method_count: number;
  readonly enabled_login_method_count: number;
  readonly enabled_signup_method_count: number;
  readonly available_scope_count: number;
  readonly branding_configured: boolean;
  readonly readiness: string;
}

/** The settings of a new issuer. */
export interface CreateIssuerSettingsInput {
  readonly portals?: Fields | null;
  readonly branding?: Fields | null;
  readonly access: Fields;
  readonly security?: Fields | null;
}

/** What a new issuer shall be. */
export interface CreateIssuerInput {
  readonly name: string;
  readonly description?: string | null;
  readonly links?: Fields | null;
  readonly available_scopes?: readonly string[] | null;
  readonly status?: string | null;
  readonly settings?: CreateIssuerSettingsInput | null;
  readonly metadata?: Fields | null;
}

/** What shall change about an issuer; what is absent stays. The service may take more fields. All of it is inferred, not documented. */
export interface UpdateIssuerInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly links?: Fields | null;
  readonly available_scopes?: readonly string[] | null;
  readonly status?: string | null;
  readonly settings?: CreateIssuerSettingsInput | null;
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}
