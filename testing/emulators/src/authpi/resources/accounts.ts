import { NotKnownError } from '../../kit/not-known.ts';
import type { Call, Handlers } from '../records/call.ts';
import { change, get } from '../records/operations.ts';
import { page } from '../records/paging.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { objectOf, viewOf } from '../records/record.ts';

/** Accounts are there from the start; what names them belongs to their organization. */
export const accountHandlers: Handlers = {
  'accounts.list': (call) =>
    page(call, {
      table: call.server.table('accounts'),
      filters: {},
      accepts: ({ id }) => call.caller.accounts.some((account) => account.id === id),
      view: viewOf,
    }),
  'accounts.get': get(),
  'accounts.update': change({ kind: 'accounts', event: 'account.updated', change: updated }),
};

function updated({ body, server }: Call, { fields }: StoredRecord): { readonly fields: Fields } {
  const { name, description, logo_url, domains, ...own } = body;
  if (domains !== undefined) throw new NotKnownError('what sending the domains of an account does to those it has');
  const sent = Object.entries({ name, description, logo_url }).filter(([, value]) => value !== undefined);
  const organization = { ...objectOf(fields, 'organization'), ...Object.fromEntries(sent) };
  return { fields: { ...fields, ...own, organization: sent.length === 0 ? organization : { ...organization, updated_at: server.nowMs } } };
}
