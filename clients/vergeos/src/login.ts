import type { Authentication } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { wrong } from './configuration-error.ts';
import type { Given } from './given.ts';

/** How a client proves who it is: by an API key, by name and password, or by the token of a session. */
export interface LoginOptions {
  /** The secret of a user API key. The client may do what its user may. */
  readonly apiKey?: string | Secret;
  /** A user's name; needs a password beside it. */
  readonly username?: string;
  readonly password?: string | Secret;
  /** What {@link SessionsResource.create} gave. */
  readonly sessionToken?: string | Secret;
}

/**
 * Turns the options into what goes out with every request.
 *
 * @throws {ConfigurationError} unless they are exactly one way to log in.
 */
export function readLogin({ apiKey, username, password, sessionToken }: Given<LoginOptions>): Authentication {
  const ways = [apiKey, sessionToken, username ?? password].filter((way) => way !== undefined);
  if (ways.length !== 1) throw wrong('give one way to log in: apiKey, username and password, or sessionToken');
  if (apiKey !== undefined) return { kind: 'bearer', token: secretOf('apiKey', apiKey) };
  if (sessionToken !== undefined) return { kind: 'header', name: 'x-yottabyte-token', value: secretOf('sessionToken', sessionToken) };
  if (typeof username !== 'string' || username === '' || username.includes(':')) throw wrong('username must be a text without a colon');
  return { kind: 'basic', username, password: secretOf('password', password) };
}

/** @throws {ConfigurationError} unless it is a text that is not empty, or a Secret. */
export function secretOf(name: string, given: string | Secret | undefined): Secret {
  if (Secret.isSecret(given)) return given;
  if (typeof given === 'string' && given !== '') return new Secret(given);
  throw wrong(`${name} must be a text that is not empty, or a Secret`);
}
