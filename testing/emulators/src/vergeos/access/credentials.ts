import type { EmulatedRequest } from '../../kit/exchange.ts';
import { NotKnownError } from '../../kit/not-known.ts';
import { failedLogin, loginRequired } from '../api-error.ts';
import type { Row } from '../rows/row.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import { AddressList } from './address-list.ts';
import type { Caller } from './caller.ts';

/** Finds out who calls: by password, API key or session. @throws {ApiError} 401 @throws {NotKnownError} */
export function authenticate(server: VergeOSServer, { headers, remoteAddress }: EmulatedRequest): Caller {
  const { authorization } = headers;
  const token = headers['x-yottabyte-token'];
  if (authorization !== undefined && token !== undefined) throw new NotKnownError('which of two credentials in one request counts');
  if (typeof token === 'string') return bySession(server, token) ?? byKey(server, token, remoteAddress) ?? refuse();
  const [, scheme, value = ''] = /^(\S+)\s+(.*)$/.exec(authorization ?? '') ?? [];
  switch (scheme?.toLowerCase()) {
    case 'basic': {
      const [name = '', ...rest] = Buffer.from(value, 'base64').toString().split(':');
      return { user: logIn(server, name, rest.join(':')), apiKey: undefined };
    }
    case 'bearer':
      if (server.sessions.userOf(value) !== undefined) throw new NotKnownError('whether a session token is taken as a bearer token');
      return byKey(server, value, remoteAddress) ?? refuse();
    default:
      throw loginRequired();
  }
}

/** The user with that name and password. @throws {ApiError} 401 @throws {NotKnownError} */
export function logIn(server: VergeOSServer, name: string, password: string): Row {
  const user = [...server.rows('users').candidates(new Map([['name', name]]))].find((row) => row['name'] === name);
  if (user === undefined || user['password'] !== password || user['enabled'] !== true) throw failedLogin();
  if (user['two_factor_authentication'] === true) throw new NotKnownError('how a password login with a second factor is answered');
  if (user['change_password'] === true) throw new NotKnownError('how a password login is answered before the password was changed');
  if (!['normal', 'api'].includes(textOf(user, 'type'))) {
    throw new NotKnownError(`whether users of type ${textOf(user, 'type')} may call the API`);
  }
  return user;
}

function bySession(server: VergeOSServer, token: string): Caller | undefined {
  const userKey = server.sessions.userOf(token);
  if (userKey === undefined) return undefined;
  return { user: enabledUser(server, userKey, 'sessions'), apiKey: undefined };
}

function byKey(server: VergeOSServer, secret: string, remoteAddress: string): Caller | undefined {
  const apiKey = server.secrets.find(secret);
  if (apiKey === undefined || isExpired(apiKey, server.nowSeconds) || !admits(apiKey, remoteAddress)) return undefined;
  return { user: enabledUser(server, numberOf(apiKey, 'user'), 'keys'), apiKey };
}

function enabledUser(server: VergeOSServer, key: number, what: 'keys' | 'sessions'): Row {
  const user = server.rows('users').get(key);
  if (user?.['enabled'] === true) return user;
  throw new NotKnownError(`whether the ${what} of a disabled or deleted user still work`);
}

/** Whether a key has run out. */
export function isExpired(apiKey: Row, nowSeconds: number): boolean {
  const expires = numberOf(apiKey, 'expires');
  return expires > 0 && expires <= nowSeconds;
}

/** Whether a key's lists let an address in: what the allow list holds, or else what the deny list does not. */
function admits(apiKey: Row, address: string): boolean {
  const allowed = AddressList.parse(textOf(apiKey, 'ip_allow_list'));
  const denied = AddressList.parse(textOf(apiKey, 'ip_deny_list'));
  if (allowed !== undefined && !allowed.empty) return allowed.holds(address);
  return denied === undefined || !denied.holds(address);
}

function refuse(): never {
  throw failedLogin();
}
