// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { PaymentMethod } from './billing.ts';
import type { Metadata } from './common.ts';
import type { Organization } from './organization.ts';

/** A domain of an account. Instants are Unix milliseconds. */
export interface AccountDomain {
  readonly host: string;
  readonly verified?: boolean | null;
  readonly primary?: boolean | null;
  readonly added_at?: number | null;
  readonly assigned_issuer_id?: string | null;
  readonly assigned_at?: number | null;
  readonly cf_custom_hostname_id?: string | null;
  readonly cf_status?: string | null;
}

/** An account: the customer of AuthPI. Instants are Unix milliseconds. */
export interface Account {
  readonly id: string;
  readonly organization: Organization;
  readonly owner_user_id?: string | null;
  readonly domains?: readonly AccountDomain[] | null;
  readonly features?: Fields | null;
  readonly limits?: Fields | null;
  readonly billing_mode?: string | null;
  readonly balance_μusd?: number | null;
  readonly credits_run_out?: boolean | null;
  readonly payment_methods?: readonly PaymentMethod[] | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** What shall change about an account; what is absent stays. The service may take more fields. */
export interface UpdateAccountInput {
  readonly owner_user_id?: string | null;
  readonly domains?: readonly Fields[] | null;
  readonly metadata?: Metadata | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly logo_url?: string | null;
  readonly [name: string]: unknown;
}

/** What making a domain takes. The service may take more fields. */
export interface CreateDomainInput {
  readonly host: string;
  readonly [name: string]: unknown;
}

/** What assigning a domain takes. The service may take more fields. All of it is inferred, not documented. */
export interface AssignDomainInput {
  readonly issuer_id: string;
  readonly [name: string]: unknown;
}
