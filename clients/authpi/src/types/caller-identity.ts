import type { KnownText } from './common.ts';

/** An account that a caller may use. */
export interface CallerAccountAccess {
  readonly account_id: string;
  readonly org_id: string;
  /** What the caller may do there. */
  readonly scopes: readonly string[];
}

/** An organization that a caller may use. */
export interface CallerOrganizationAccess {
  readonly org_id: string;
  readonly scopes: readonly string[];
}

/** Who a credential belongs to, and what it may reach. */
export interface CallerIdentity {
  readonly type: KnownText<'api_key' | 'user'>;
  readonly key_id?: string | null;
  readonly user_id?: string | null;
  readonly issuer_id?: string | null;
  readonly accounts: readonly CallerAccountAccess[];
  /** Not sent by every version of the service. */
  readonly organizations?: readonly CallerOrganizationAccess[];
}
