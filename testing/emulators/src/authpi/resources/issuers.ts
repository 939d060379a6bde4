import type { AuthPIServer } from '../authpi-server.ts';
import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { containing, equal } from '../records/filters.ts';
import { create, get, list, remove, update } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { objectOf, textsOf, viewOf } from '../records/record.ts';
import { notKnownText } from '../not-known-text.ts';

const kind = 'issuers';

/** Issuers hold users, agents, clients and organizations; whoever deletes one deletes all of them. */
export const issuerHandlers: Handlers = {
  'issuers.list': list({ kind, view: itemView, filters: { q: containing('name'), status: equal('status') } }),
  'issuers.create': create({
    kind,
    prefix: 'i',
    event: 'issuer.created',
    build: (call) => ({
      fields: { status: 'active', available_scopes: [], settings: {}, metadata: {}, ...call.body, account_id: targetOf(call).id },
    }),
  }),
  'issuers.get': get(),
  'issuers.update': update({ kind, event: 'issuer.updated' }),
  'issuers.delete': remove(kind, 'issuer.deleted'),
};

function itemView(issuer: StoredRecord, server: AuthPIServer): Fields {
  const methods = server.table('auth_methods').made(issuer.id);
  return {
    ...viewOf(issuer),
    access_mode: null,
    auth_method_count: methods.length,
    enabled_login_method_count: methods.filter(({ fields }) => fields['enabled'] === true).length,
    enabled_signup_method_count: 0,
    available_scope_count: textsOf(issuer.fields, 'available_scopes').length,
    branding_configured: Object.keys(objectOf(objectOf(issuer.fields, 'settings'), 'branding')).length > 0,
    readiness: notKnownText,
  };
}
