import { checkObject } from '@keyrack/http';
import type { AddressOptions } from './address.ts';
import { wrong } from './configuration-error.ts';
import type { LoginOptions } from './login.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a system is, who calls, and how it is recognised. */
export interface EnvironmentOptions extends AddressOptions, LoginOptions {
  readonly certSha256?: string;
}

/**
 * Reads how to reach a system from environment variables, under the names that the vendor's Python client has for them: `VERGE_HOST`,
 * `VERGE_TOKEN` or `VERGE_USERNAME` with `VERGE_PASSWORD`; and `VERGE_CERT_SHA256`. The record is given by the caller; nothing is read
 * behind its back.
 *
 * @throws {ConfigurationError} that names the variables and never repeats their values.
 */
export function readEnvironment(environment: Environment): EnvironmentOptions {
  const [host = '', apiKey = '', username = '', password = '', certSha256 = '', verify = ''] = [
    'VERGE_HOST',
    'VERGE_TOKEN',
    'VERGE_USERNAME',
    'VERGE_PASSWORD',
    'VERGE_CERT_SHA256',
    'VERGE_VERIFY_SSL',
  ].map((name) => valueOf(checkObject('vergeos', 'the environment', environment), name));
  if (host === '') throw wrong('set VERGE_HOST to the name or the address of the system');
  if (apiKey === '' && (username === '' || password === ''))
    throw wrong('set VERGE_TOKEN to an API key, or VERGE_USERNAME and VERGE_PASSWORD');
  if (verify !== '' && !/^(?:1|true|yes)$/i.test(verify) && certSha256 === '')
    throw wrong('a certificate is always looked at: set VERGE_CERT_SHA256 instead of turning VERGE_VERIFY_SSL off');
  return { host, ...(apiKey === '' ? { username, password } : { apiKey }), ...(certSha256 === '' ? {} : { certSha256 }) };
}

function valueOf(environment: Environment, variable: string): string | undefined {
  const value: unknown = environment[variable];
  if (value === undefined || typeof value === 'string') return value?.trim();
  throw wrong(`${variable} must be a text`);
}
