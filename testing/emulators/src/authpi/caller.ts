import type { StoredRecord } from './engine/record.ts';

/** What a caller may do in one account or organization. */
export interface Access {
  readonly id: string;
  /** The organization behind an account; the same id for an organization. */
  readonly organizationId: string;
  readonly scopes: readonly string[];
}

/** Who makes a call. */
export interface Caller {
  readonly type: 'api_key' | 'user';
  /** The API key, or the user an access token stands for. */
  readonly id: string;
  readonly issuerId: string | undefined;
  readonly accounts: readonly Access[];
  readonly organizations: readonly Access[];
}

/** An access token that the emulator was told to accept. */
export interface AccessToken {
  readonly token: string;
  readonly userId: string;
  readonly accounts: readonly Access[];
  readonly expiresAtMs: number;
}

/** The caller an organization's API key stands for. */
export function keyCaller(key: StoredRecord, access: { readonly account?: Access; readonly organization?: Access }): Caller {
  const issuerId = key.fields['issuer_id'];
  return {
    type: 'api_key',
    id: key.id,
    issuerId: typeof issuerId === 'string' ? issuerId : undefined,
    accounts: access.account === undefined ? [] : [access.account],
    organizations: access.organization === undefined ? [] : [access.organization],
  };
}
