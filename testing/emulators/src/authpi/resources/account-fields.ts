import type { Fields, StoredRecord } from '../records/record.ts';
import { objectOf, textOf } from '../records/record.ts';

/** What a new account starts with. */
export interface NewAccount {
  readonly organizationId: string;
  readonly issuerId: string;
  readonly ownerId: string;
  readonly nowMs: number;
}

/** The fields of a new account. Its own organization is part of it. */
export function newAccount({ organizationId, issuerId, ownerId, nowMs }: NewAccount): Fields {
  const organization = {
    id: organizationId,
    issuer_id: issuerId,
    status: 'active',
    name: 'Account',
    org_type: 'default',
    created_at: nowMs,
  };
  return { organization, owner_user_id: ownerId, domains: [], metadata: {} };
}

/** The id of the account's own organization. */
export function organizationIdOf(account: StoredRecord): string {
  return textOf(objectOf(account.fields, 'organization'), 'id');
}
