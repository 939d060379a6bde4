import type { HttpClientOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './client-errors.ts';

/** An API key: an id that may be shown, and its secret. */
export interface ApiKeyPair {
  /** Begins with `key_`. */
  readonly id: string;
  readonly secret: string | Secret;
}

/** A new access token. */
export interface RenewedToken {
  readonly accessToken: string | Secret;
}

/** How a client proves who it is: an API key, or an access token that can be renewed. Never both. */
export interface CredentialOptions {
  /** For programs. */
  readonly apiKey?: ApiKeyPair;
  /** For acting on behalf of a user. */
  readonly accessToken?: string | Secret;
  /**
   * Called when the service does not take the access token any more (401); the call is then sent once more. Calls that fail
   * at the same time share one renewal.
   */
  readonly onTokenExpired?: () => Promise<RenewedToken>;
}

type Authentication = NonNullable<HttpClientOptions['authentication']>;

/** A checked credential. */
export interface Credential {
  readonly authentication: Authentication;
  /** Absent for an API key, which nothing can renew. */
  readonly renew?: () => Promise<Authentication>;
}

/** @throws {ConfigurationError} for none, both, or half of one; the message repeats nothing of it. */
export function readCredential({ apiKey, accessToken, onTokenExpired }: CredentialOptions): Credential {
  if (apiKey !== undefined && accessToken !== undefined) throw new ConfigurationError('give either apiKey or accessToken, not both');
  if (apiKey !== undefined) {
    if (onTokenExpired !== undefined) throw new ConfigurationError('onTokenExpired renews an accessToken; an apiKey cannot be renewed');
    return { authentication: readApiKey(apiKey) };
  }
  if (accessToken === undefined) throw new ConfigurationError('a credential is missing: give apiKey: { id, secret }, or an accessToken');
  const authentication = bearer(accessToken, 'accessToken');
  if (onTokenExpired === undefined) return { authentication };
  if (typeof onTokenExpired !== 'function') throw new ConfigurationError('onTokenExpired must be a function');
  return { authentication, renew: async () => renewed(await onTokenExpired()) };
}

function readApiKey(apiKey: unknown): Authentication {
  const given = Secret.isSecret(apiKey) ? apiKey.reveal() : apiKey;
  if (typeof given === 'string') {
    throw new ConfigurationError(
      'apiKey must be { id, secret }: a key consists of two halves, and the service takes neither of them alone; give the id that begins with key_ and the secret that was shown once when the key was made',
    );
  }
  const { id, secret } = typeof given === 'object' && given !== null ? (given as Partial<ApiKeyPair>) : {}; // checked below
  if (typeof id !== 'string' || !/^key_[^\s:]+$/.test(id)) throw new ConfigurationError('apiKey.id must be the id that begins with key_');
  const password = secretOf(secret);
  if (password === undefined) throw new ConfigurationError('apiKey.secret must be the secret of the key, as a text or a Secret');
  return { kind: 'basic', username: id, password };
}

function renewed(token: unknown): Authentication {
  if (typeof token === 'object' && token !== null && 'accessToken' in token) return bearer(token.accessToken, 'what onTokenExpired gives');
  throw new ConfigurationError('onTokenExpired must give { accessToken }');
}

function bearer(accessToken: unknown, name: string): Authentication {
  const token = secretOf(accessToken);
  if (token === undefined) throw new ConfigurationError(`${name} must be a text or a Secret, and not empty`);
  return { kind: 'bearer', token };
}

function secretOf(value: unknown): Secret | undefined {
  if (Secret.isSecret(value)) return value;
  return typeof value === 'string' && value !== '' ? new Secret(value) : undefined;
}
