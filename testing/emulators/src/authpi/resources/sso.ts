import { conflict, notFound } from '../api-error.ts';
import type { Call, Handlers, Result } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import type { Fields } from '../records/record.ts';
import { textOf } from '../records/record.ts';
import { randomSecret } from '../random.ts';

interface SsoDomain {
  readonly domain: string;
  readonly challenge: string;
  readonly verified: boolean;
}

/** Domains whose users log in through their organization's own system. A domain counts as proven once it is asked for. */
export const ssoHandlers: Handlers = {
  'sso.add_domain': (call) => {
    const domain = textOf(call.body, 'domain').toLowerCase();
    const domains = domainsOf(call);
    if (domains.some((known) => known.domain === domain)) throw conflict(`The domain ${domain} is there already.`);
    const challenge = `authpi-verification=${randomSecret()}`;
    const changed = { sso_domains: [...domains, { domain, challenge, verified: false }] };
    const answer = { domain, txt_record_name: `_authpi.${domain}`, txt_record_value: challenge };
    return settle(call, { changed, event: 'organization.sso.domain-created', answer });
  },
  'sso.verify_domain': (call) => {
    const { domain } = domainOf(call);
    const changed = { sso_domains: domainsOf(call).map((known) => (known.domain === domain ? { ...known, verified: true } : known)) };
    return settle(call, { changed, event: 'organization.sso.domain-verified', answer: { verified: true } });
  },
  'sso.remove_domain': (call) => {
    const { domain } = domainOf(call);
    const changed = { sso_domains: domainsOf(call).filter((known) => known.domain !== domain) };
    return settle(call, { changed, event: 'organization.sso.domain-deleted', answer: {} });
  },
  'sso.rotate_secret': (call) => {
    const secret = randomSecret();
    return settle(call, { changed: { sso_secret: secret }, event: 'organization.sso.updated', answer: { secret } });
  },
};

/** Writes down what the organization hides about it, and answers. */
function settle(
  call: Call,
  { changed, event, answer }: { readonly changed: Fields; readonly event: string; readonly answer: Fields },
): Result {
  const organization = targetOf(call);
  const record = call.server.change('organizations', organization, { hidden: { ...organization.hidden, ...changed } });
  call.server.emit(event, record, call.caller);
  return { kind: 'item', fields: answer, record };
}

function domainOf(call: Call): SsoDomain {
  const name = (call.parameters['domain'] ?? '').toLowerCase();
  const found = domainsOf(call).find(({ domain }) => domain === name);
  if (found === undefined) throw notFound(`The domain ${name}`);
  return found;
}

function domainsOf(call: Call): readonly SsoDomain[] {
  return (targetOf(call).hidden['sso_domains'] ?? []) as readonly SsoDomain[]; // written above only
}
