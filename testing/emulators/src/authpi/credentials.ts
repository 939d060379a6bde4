import { BlockList, isIPv4 } from 'node:net';
import { accessDenied, sessionExpired, unauthorized } from './api-error.ts';
import type { AuthPIServer } from './authpi-server.ts';
import type { AccessToken, Caller } from './caller.ts';
import type { StoredRecord } from './records/record.ts';
import { objectOf, textOf, textsOf } from './records/record.ts';
import { organizationIdOf } from './resources/account-fields.ts';
import { statusOf, validSecrets } from './resources/api-key-fields.ts';

/** The emulator listens on the loopback address only, so this is where every caller is. */
const callerAddress = '127.0.0.1';

/** Finds out who makes a call. @throws {ApiError} 401, 403 */
export function authenticate(server: AuthPIServer, header: string | undefined): Caller {
  if (header === undefined) throw unauthorized('Credentials are needed: an API key or an access token.');
  const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'basic') return withApiKey(server, Buffer.from(value, 'base64').toString());
  if (scheme.toLowerCase() !== 'bearer') throw unauthorized('The Authorization header must be Basic or Bearer.');
  if (server.settings.legacy && value.startsWith('key_')) return withLoneKeyId(server, value);
  return withAccessToken(server.accessTokens.get(value), server.nowMs);
}

function withApiKey(server: AuthPIServer, pair: string): Caller {
  const colon = pair.indexOf(':');
  const key = server.table('api_keys').get(pair.slice(0, Math.max(colon, 0)));
  if (key === undefined || !validSecrets(key, server.nowMs).includes(pair.slice(colon + 1)))
    throw unauthorized('The API key is not valid.');
  return withKey(server, key);
}

/** What version 0.3.0 of the vendor's client sends. */
function withLoneKeyId(server: AuthPIServer, id: string): Caller {
  const key = server.table('api_keys').get(id);
  if (key === undefined) throw unauthorized('The API key is not valid.');
  return withKey(server, key);
}

function withKey(server: AuthPIServer, key: StoredRecord): Caller {
  const status = statusOf(key, server.nowMs);
  if (status !== 'active') throw unauthorized(`The API key is ${status}.`);
  const restrictions = objectOf(key.fields, 'restrictions');
  const allowed = textsOf(restrictions, 'ip_allowlist');
  if (allowed.length > 0 && !allowed.some(holdsCaller)) throw accessDenied('The API key may not be used from this address.');
  const account = server.table('accounts').get(key.within[0] ?? '');
  const owner = textOf(key.fields, 'org_id');
  const access = { organizationId: owner, scopes: textsOf(restrictions, 'scopes') };
  const ofAccount = account !== undefined && organizationIdOf(account) === owner;
  return {
    type: 'api_key',
    id: key.id,
    issuerId: textOf(key.fields, 'issuer_id'),
    accounts: ofAccount ? [{ id: account.id, ...access }] : [],
    organizations: ofAccount ? [] : [{ id: owner, ...access }],
  };
}

function withAccessToken(token: AccessToken | undefined, nowMs: number): Caller {
  if (token === undefined) throw unauthorized('The access token is not valid.');
  if (token.expiresAtMs <= nowMs) throw sessionExpired();
  return { type: 'user', id: token.userId, issuerId: undefined, accounts: token.accounts, organizations: [] };
}

/** @param entry an address, or a range such as `10.0.0.0/8` */
function holdsCaller(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  if (!isIPv4(address)) return false;
  const list = new BlockList();
  try {
    list.addSubnet(address, prefix === undefined ? 32 : Number(prefix), 'ipv4');
  } catch {
    return false;
  }
  return list.check(callerAddress);
}
