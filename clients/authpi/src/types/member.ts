// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { KnownText, Metadata } from './common.ts';

/** A member of an organization. Instants are Unix milliseconds. */
export interface OrganizationMembership {
  readonly org_id: string;
  readonly member_id: string;
  readonly member_type: KnownText<'user' | 'agent'>;
  readonly issuer_id: string;
  readonly status: KnownText<'active' | 'suspended'>;
  readonly scopes: readonly string[];
  readonly groups?: readonly string[] | null;
  readonly user_title: string | null;
  readonly metadata?: Metadata | null;
  readonly joined_at: number;
  readonly updated_at?: number | null;
}

/** What making a member takes. The service may take more fields. All of it is inferred, not documented. */
export interface CreateMemberInput {
  readonly member_id?: string | null;
  readonly member_type?: KnownText<'user' | 'agent'> | null;
  readonly status?: KnownText<'active' | 'suspended'> | null;
  readonly scopes?: readonly string[] | null;
  readonly groups?: readonly string[] | null;
  readonly user_title?: string | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}

/** What shall change about a member; what is absent stays. The service may take more fields. All of it is inferred, not documented. */
export interface UpdateMemberInput {
  readonly status?: KnownText<'active' | 'suspended'> | null;
  readonly scopes?: readonly string[] | null;
  readonly groups?: readonly string[] | null;
  readonly user_title?: string | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}
