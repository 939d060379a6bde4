import type { CallOptions, ClientOptions } from '@keyrack/http';
import { Account } from './account.ts';
import type { Raw, ReadOptions } from './call-options.ts';
import { Caller, refuseOwnHeaders } from './caller.ts';
import { readCredential } from './credential.ts';
import type { CredentialOptions } from './credential.ts';
import { authpiErrors } from './error-mapping.ts';
import type { Item } from './item.ts';
import { ApiKeysResource } from './resources/api-keys-resource.ts';
import { Session } from './session.ts';
import type { CallerIdentity } from './types/caller-identity.ts';
import { version } from './version.ts';

/** Where AuthPI is, who is calling, and how to talk to it. */
export interface AuthPIClientOptions extends ClientOptions, CredentialOptions {
  /** @default 'https://api.authpi.com' */
  readonly baseUrl?: string;
  /** The account that calls are about. @default the only one that the credential has access to, asked for at the first call */
  readonly accountId?: string;
  /**
   * Makes the Idempotency-Key of a POST for which none was given: 1 to 256 visible ASCII characters, never the same twice.
   * @default random UUIDs
   */
  readonly newIdempotencyKey?: () => string;
}

const me = '/v1/me';

/**
 * A client of the AuthPI Core API. Printed, it shows its name, the origin of the API, and whether it is open.
 *
 * @example
 * await using authpi = new AuthPIClient({ apiKey: { id: 'key_...', secret } });
 * const key = await authpi.apiKeys.create({ name: 'deploy', restrictions: { scopes: ['users:read'] } });
 * console.log(key.id, key.secret_plain.reveal());
 */
export class AuthPIClient {
  readonly apiKeys: ApiKeysResource;
  readonly #session: Session;
  readonly #account: Account;
  readonly #caller: Caller;

  /** @throws {ConfigurationError} when an option is wrong; the message repeats nothing of a credential. */
  constructor(options: AuthPIClientOptions) {
    const { apiKey, accessToken, onTokenExpired, baseUrl, accountId, newIdempotencyKey, ...connection } = options;
    refuseOwnHeaders('defaultHeaders', connection.defaultHeaders);
    this.#session = new Session({
      ...connection,
      system: 'authpi',
      version,
      baseUrl: baseUrl ?? 'https://api.authpi.com',
      errors: authpiErrors,
      credential: readCredential({
        ...(apiKey === undefined ? {} : { apiKey }),
        ...(accessToken === undefined ? {} : { accessToken }),
        ...(onTokenExpired === undefined ? {} : { onTokenExpired }),
      }),
    });
    this.#account = new Account(accountId, () => this.whoami());
    this.#caller = new Caller({
      session: this.#session,
      account: this.#account,
      newIdempotencyKey: newIdempotencyKey ?? (() => crypto.randomUUID()),
      totalTimeoutMs: connection.totalTimeoutMs,
    });
    this.apiKeys = new ApiKeysResource(this.#caller);
  }

  /**
   * Tells whose the credential is, and which accounts it may use.
   *
   * Source: `GET /v1/me`
   * @throws {AuthenticationError} when the service does not take it.
   * @throws {ApiError}
   */
  whoami(options: ReadOptions & Raw): Promise<unknown>;
  whoami(options?: ReadOptions): Promise<Item<CallerIdentity>>;
  whoami(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: me }, options);
  }

  /**
   * The id of the account that calls are about. Where it was not given the service is asked, once.
   *
   * @throws {ConfigurationError} when the credential has access to no account, or to several.
   * @throws {ApiError}
   */
  accountId(options: Pick<CallOptions, 'signal'> = {}): Promise<string> {
    return this.#account.id(options);
  }

  /** Scheme, host and port of the API. */
  get origin(): string {
    return this.#session.origin;
  }

  /** Refuses further calls, lets those under way finish, and closes the connections. */
  close(): Promise<void> {
    return this.#session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return this.#session.describe('AuthPIClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
