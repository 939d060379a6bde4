// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { ApiKeyListItem, ApiKeyRestrictions } from './api-key.ts';
import type { KnownText, Metadata } from './common.ts';

/** A postal address. */
export interface Address {
  readonly line1?: string | null;
  readonly line2?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postal_code?: string | null;
  readonly country: string;
}

/** An organization. Instants are Unix milliseconds. */
export interface Organization {
  readonly id: string;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'suspended' | 'deleted'>;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly logo_url: string | null;
  readonly org_type: KnownText<'default' | 'business' | 'charity' | 'public_sector'>;
  readonly max_members?: number | null;
  readonly default_member_scopes?: readonly string[] | null;
  readonly invitation_enabled?: boolean | null;
  readonly invitation_message?: string | null;
  readonly address?: Address | null;
  readonly business_details?: Fields | null;
  readonly contact?: Fields | null;
  readonly social_links?: readonly Fields[] | null;
  readonly scopes?: readonly string[] | null;
  readonly security?: Fields | null;
  readonly sso?: Fields | null;
  readonly custom_fields?: Fields | null;
  readonly stats?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** An organization as a list shows it. Instants are Unix milliseconds. */
export interface IssuerOrganizationsListItem {
  readonly id: string;
  readonly issuer_id: string;
  readonly name: string | null;
  readonly logo_url: string | null;
  readonly status: KnownText<'active' | 'suspended' | 'deleted'>;
  readonly org_type: string;
  readonly stats?: Fields | null;
  readonly sso?: Fields | null;
  readonly security?: Fields | null;
  readonly scopes?: readonly string[] | null;
  readonly invitation_enabled?: boolean | null;
  readonly max_members?: number | null;
  readonly default_member_scopes?: readonly string[] | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** Another name of ApiKeyListItem. */
export type ApiKeysListItem = ApiKeyListItem;

/** Another name of ApiKeyListItem. */
export type OrganizationApiKeysListItem = ApiKeyListItem;

/** What making an organization takes. The service may take more fields. */
export interface CreateOrganizationInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly logo_url?: string | null;
  readonly org_type?: KnownText<'default' | 'business' | 'charity' | 'public_sector'> | null;
  /** Inferred, not documented. */
  readonly max_members?: number | null;
  /** Inferred, not documented. */
  readonly default_member_scopes?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly invitation_enabled?: boolean | null;
  /** Inferred, not documented. */
  readonly invitation_message?: string | null;
  readonly address?: Address | null;
  /** Inferred, not documented. */
  readonly business_details?: Fields | null;
  /** Inferred, not documented. */
  readonly contact?: Fields | null;
  /** Inferred, not documented. */
  readonly social_links?: readonly Fields[] | null;
  /** Inferred, not documented. */
  readonly scopes?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly security?: Fields | null;
  /** Inferred, not documented. */
  readonly sso?: Fields | null;
  readonly custom_fields?: Fields | null;
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}

/** What shall change about an organization; what is absent stays. The service may take more fields. */
export interface UpdateOrganizationInput {
  readonly status?: KnownText<'active' | 'suspended'> | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly logo_url?: string | null;
  readonly org_type?: KnownText<'default' | 'business' | 'charity' | 'public_sector'> | null;
  /** Inferred, not documented. */
  readonly max_members?: number | null;
  /** Inferred, not documented. */
  readonly default_member_scopes?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly invitation_enabled?: boolean | null;
  /** Inferred, not documented. */
  readonly invitation_message?: string | null;
  readonly address?: Address | null;
  /** Inferred, not documented. */
  readonly business_details?: Fields | null;
  /** Inferred, not documented. */
  readonly contact?: Fields | null;
  /** Inferred, not documented. */
  readonly social_links?: readonly Fields[] | null;
  /** Inferred, not documented. */
  readonly scopes?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly security?: Fields | null;
  /** Inferred, not documented. */
  readonly sso?: Fields | null;
  readonly custom_fields?: Fields | null;
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}

/** What making an API key takes. The service may take more fields. */
export interface CreateOrganizationApiKeyInput {
  readonly name: string;
  readonly restrictions: ApiKeyRestrictions;
  readonly expires_at?: number | null;
  /** Inferred, not documented. */
  readonly description?: string | null;
  /** Inferred, not documented. */
  readonly tags?: readonly string[] | null;
  /** Inferred, not documented. */
  readonly metadata?: Fields | null;
  readonly [name: string]: unknown;
}
