import { checkObject } from '@keyrack/http';
import { wrong } from './configuration-error.ts';
import type { Given } from './given.ts';

/** Where a system is: one of the two. */
export interface AddressOptions {
  /** Name or address of the system, with `:port` where it is not 443: `vergeos.example`, `192.0.2.7:8443`, `[2001:db8::1]`. */
  readonly host?: string;
  /** The same as a whole address, for a system behind a path: `https://gateway.example/vergeos`. `/api/v4` at its end is cut. */
  readonly baseUrl?: string;
}

const hostForm = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * The address that all requests are built on, without `/api/v4`.
 *
 * @throws {ConfigurationError} unless exactly one of the two is given and well formed.
 */
export function readAddress(address: Given<AddressOptions>): string {
  const { host, baseUrl } = checkObject('vergeos', 'an address', address);
  if ((host === undefined) === (baseUrl === undefined)) throw wrong('give either host or baseUrl');
  if (host !== undefined) {
    if (typeof host === 'string' && hostForm.test(host.trim()) && URL.canParse(`https://${host.trim()}`)) return `https://${host.trim()}`;
    throw wrong('host must be a name or an address, with :port where it is needed; a whole address is given as baseUrl');
  }
  if (typeof baseUrl !== 'string' || !/^https:\/\//i.test(baseUrl.trim())) {
    throw wrong('baseUrl must begin with https://: VergeOS speaks nothing else');
  }
  return baseUrl.trim().replace(/(?:\/api\/v4)?\/*$/, '');
}
