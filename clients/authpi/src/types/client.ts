// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** A client as a list shows it. Instants are Unix milliseconds. */
export interface ClientListItem {
  readonly id: string;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'disabled' | 'deleted'>;
  readonly type: string;
  readonly confidential: boolean;
  readonly name: string;
  readonly description: string | null;
  readonly logo_url: string | null;
  readonly scopes: readonly string[];
  readonly protocol: string;
  readonly application_type: string | null;
  readonly grant_types?: readonly string[] | null;
  readonly redirect_uri_count?: number | null;
  readonly configuration_indexed?: boolean | null;
  readonly secret_rotated_at?: number | null;
  readonly status_at?: number | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** An OAuth client. Instants are Unix milliseconds. */
export interface Client {
  readonly id: string;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'disabled' | 'deleted'>;
  readonly type: string;
  readonly confidential: boolean;
  readonly secret_rotated_at?: number | null;
  readonly name: string;
  readonly description: string | null;
  readonly logo_url: string | null;
  readonly settings: Fields;
  readonly status_at?: number | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** A new client; `secret` is there for a confidential one, this once. Instants are Unix milliseconds. */
export interface IssuerClientsCreateResponse {
  readonly id: string;
  readonly issuer_id: string;
  readonly status: string;
  readonly type: string;
  readonly confidential: boolean;
  readonly secret_rotated_at?: number | null;
  readonly name: string;
  readonly description: string | null;
  readonly logo_url: string | null;
  readonly settings: Fields;
  readonly status_at?: number | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly secret?: Secret | null;
}

/** The new secret of a client, shown this once. */
export interface IssuerClientsRotateSecretResponse {
  readonly secret: Secret;
}

/** Another name of ClientListItem. */
export type IssuerClientsListItem = ClientListItem;

/** What making a client takes. The service may take more fields. All of it is inferred, not documented. */
export interface CreateClientInput {
  readonly status?: KnownText<'active' | 'disabled' | 'deleted'> | null;
  readonly type?: KnownText<'SPA' | 'Native' | 'Web' | 'M2M'> | null;
  readonly confidential?: boolean | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly logo_url?: string | null;
  readonly settings?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}

/** What shall change about a client; what is absent stays. The service may take more fields. All of it is inferred, not documented. */
export interface UpdateClientInput {
  readonly status?: KnownText<'active' | 'disabled' | 'deleted'> | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly logo_url?: string | null;
  readonly settings?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}
