import { conflict, invalidRequest, notFound } from '../api-error.ts';
import type { Call, Handler, Handlers, Result } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { showing } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { textOf, viewOf } from '../records/record.ts';

const mostDomains = 20;

/** Domains are part of their account: what changes one changes the account and answers all of it. */
export const domainHandlers: Handlers = {
  'domains.list': (call) => ({ kind: 'page', items: domainsOf(targetOf(call)), nextCursor: null }),
  'domains.create': (call) => {
    const host = textOf(call.body, 'host').toLowerCase();
    const domains = domainsOf(targetOf(call));
    if (!/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(host)) throw invalidRequest('host must be a domain name.');
    if (domains.some((domain) => domain['host'] === host)) throw conflict(`The domain ${host} is there already.`);
    if (domains.length >= mostDomains) throw conflict(`An account has at most ${mostDomains} domains.`);
    return replaced(call, 'account.domain.added', [...domains, { host, verified: false, primary: false, added_at: call.server.nowMs }]);
  },
  'domains.delete': (call) => {
    const host = hostOf(call);
    replaced(
      call,
      'account.domain.removed',
      domainsOf(targetOf(call)).filter((domain) => domain['host'] !== host),
    );
    return { kind: 'none' };
  },
  'domains.verify': changing('account.updated', () => ({ verified: true })),
  'domains.assign': changing('account.domain.assigned', ({ body, server }) => {
    const issuerId = textOf(body, 'issuer_id');
    if (server.table('issuers').get(issuerId) === undefined) throw notFound(`The issuer ${issuerId}`);
    return { assigned_issuer_id: issuerId, assigned_at: server.nowMs };
  }),
  'domains.unassign': changing('account.domain.unassigned', () => ({ assigned_issuer_id: undefined, assigned_at: undefined })),
};

/** Changes fields of the domain that the path names. */
function changing(event: string, fields: (call: Call) => Fields): Handler {
  return (call) => {
    const host = hostOf(call);
    const changed = fields(call);
    const domains = domainsOf(targetOf(call)).map((domain) => (domain['host'] === host ? { ...domain, ...changed } : domain));
    return replaced(call, event, domains);
  };
}

function replaced(call: Call, event: string, domains: readonly Fields[]): Result {
  const account = targetOf(call);
  const changed = call.server.change('accounts', account, { fields: { ...account.fields, domains } });
  call.server.emit(event, changed, call.caller);
  return showing(viewOf)(changed, call);
}

/** The domain that the path names. @throws {ApiError} 404 */
function hostOf(call: Call): string {
  const host = (call.parameters['domain'] ?? '').toLowerCase();
  if (domainsOf(targetOf(call)).some((domain) => domain['host'] === host)) return host;
  throw notFound(`The domain ${host}`);
}

function domainsOf(account: StoredRecord): readonly Fields[] {
  return account.fields['domains'] as readonly Fields[]; // written above only
}
