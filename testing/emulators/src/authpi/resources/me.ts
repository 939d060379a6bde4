import type { Handlers } from '../records/call.ts';

/** Who the caller is, and what it may reach. */
export const meHandlers: Handlers = {
  'me.whoami': ({ caller }) => ({
    kind: 'item',
    fields: {
      type: caller.type,
      [caller.type === 'api_key' ? 'key_id' : 'user_id']: caller.id,
      issuer_id: caller.issuerId,
      accounts: caller.accounts.map(({ id, organizationId, scopes }) => ({ account_id: id, org_id: organizationId, scopes })),
      organizations: caller.organizations.map(({ id, scopes }) => ({ org_id: id, scopes })),
    },
  }),
};
