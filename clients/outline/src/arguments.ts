import { checkObject, ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { accessKeyMethods } from './access-key.ts';
import type { CreateAccessKey, DataLimit } from './access-key.ts';
import type { OutlineClient } from './outline-client.ts';

const createNames: readonly string[] = ['name', 'method', 'password', 'port', 'limit'];

/**
 * Ids that would reach another address: an empty one is the whole collection, `.` and `..` vanish from every URL, and the
 * server knows no id of more than 100 characters.
 *
 * @throws {ConfigurationError}
 */
export function checkId(id: string): string {
  if (typeof id !== 'string' || id === '') throw wrong('the id of an access key is a text that is not empty');
  if (id === '.' || id === '..') throw wrong(`an access key cannot be reached under the id "${id}": it would vanish from the address`);
  if (id.length > 100) throw wrong('the id of an access key has at most 100 characters');
  if (!id.isWellFormed()) throw wrong('the id of an access key is valid Unicode');
  return id;
}

/** @throws {ConfigurationError} for an empty name: the server cannot clear one. */
export function checkNewName(name: string): string {
  if (typeof name !== 'string' || name === '') throw wrong('a new name is a text that is not empty: the server cannot clear a name');
  return name;
}

/**
 * The one form that sets a limit; a server takes any other body for "remove it".
 *
 * @throws {ConfigurationError}
 */
export function limitBody(limit: DataLimit): { readonly limit: DataLimit } {
  const bytes: unknown = typeof limit === 'object' && limit !== null ? limit.bytes : undefined;
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0) throw wrong('limit.bytes is a whole number of 0 or more');
  return { limit: { bytes } };
}

/** @throws {ConfigurationError} for a name that no server takes. */
export function checkServerName(name: string): string {
  if (typeof name !== 'string' || name === '' || name.length > 100) throw wrong('the name of a server is a text of 1 to 100 characters');
  return name;
}

/** @throws {ConfigurationError} for what is certainly no host; the rest is the server's to judge. */
export function checkHostname(hostname: string): string {
  if (typeof hostname !== 'string' || !/^[A-Za-z0-9.:-]+$/.test(hostname)) {
    throw wrong(
      'the host for access keys is a host name or an IP address, without port, brackets or https://; write other scripts in punycode',
    );
  }
  return hostname;
}

/** @throws {ConfigurationError} */
export function checkPort(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw wrong('port is a whole number from 1 to 65535');
  return port;
}

/** @throws {ConfigurationError} for a value the server would refuse, or a name that it would silently ignore. */
export function createBody(parameters: CreateAccessKey): Readonly<Record<string, unknown>> {
  const { name, method, password, port, limit } = checkObject('outline', 'what a new access key shall be', parameters);
  for (const given of Object.keys(parameters)) {
    if (!createNames.includes(given)) throw wrong(`a new access key has no "${given}"; it takes ${createNames.join(', ')}`);
  }
  if (name !== undefined && typeof name !== 'string') throw wrong('name is a text');
  if (method !== undefined && !accessKeyMethods.includes(method)) throw wrong(`method is one of ${accessKeyMethods.join(', ')}`);
  const hasPassword = Secret.isSecret(password) || (typeof password === 'string' && password !== '');
  if (password !== undefined && !hasPassword) throw wrong('password is a text that is not empty, or a Secret');
  if (port !== undefined) checkPort(port);
  // A Secret, so that nothing shows it.
  const hidden = password === undefined || Secret.isSecret(password) ? password : new Secret(password);
  const given = { name, method, password: hidden, port, ...(limit === undefined ? {} : limitBody(limit)) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** @throws {ConfigurationError} for what is no client of an Outline server. */
export function checkClient(client: OutlineClient): void {
  const { accessKeys, server } = checkObject('outline', 'the client', client);
  if (typeof accessKeys?.listAll !== 'function' || typeof server?.get !== 'function') throw wrong('the client must be an OutlineClient');
}

function wrong(message: string): ConfigurationError {
  return new ConfigurationError('outline', message);
}
