// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Metadata } from './common.ts';

/** Who invites. */
export interface Inviter {
  readonly id?: string | null;
  readonly name?: string | null;
}

/** An invitation to an organization. Instants are Unix milliseconds. */
export interface OrganizationInvitationPublic {
  readonly id: string;
  readonly org_id: string;
  readonly issuer_id: string;
  readonly status: string;
  readonly email_invited: string;
  readonly user_id_invited?: string | null;
  readonly user_title: string | null;
  readonly message: string | null;
  readonly scopes: readonly string[];
  readonly inviter?: Inviter | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly accepted_at?: number | null;
  readonly declined_at?: number | null;
  readonly revoked_at?: number | null;
  readonly last_email_sent_at?: number | null;
  readonly metadata?: Metadata | null;
}

/** What making an invitation takes. The service may take more fields. */
export interface CreateInvitationInput {
  readonly email_invited: string;
  readonly scopes: readonly string[];
  readonly user_title?: string | null;
  readonly message?: string | null;
  readonly inviter?: Inviter | null;
  readonly expires_in_seconds?: number | null;
  readonly [name: string]: unknown;
}

/**
 * What shall change about an invitation; what is absent stays. The service may take more fields. All of it is inferred, not documented.
 */
export interface UpdateInvitationInput {
  readonly user_title?: string | null;
  readonly message?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly inviter?: Inviter | null;
  readonly expires_at?: number | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}
