import { checkCallOptions, checkClientOptions } from '@keyrack/http';
import type { CallOptions, ClientOptions, PreparedCall, Prepares } from '@keyrack/http';
import { Account } from './account.ts';
import { checkFields } from './arguments.ts';
import type { ChangeOptions } from './call-options.ts';
import { Caller, refuseOwnHeaders } from './caller.ts';
import type { AuthPIAnswer, AuthPICall, CallerOptions } from './caller.ts';
import { inOwnWords } from './client-errors.ts';
import { CoreApi } from './core-api.ts';
import { readCredential } from './credential.ts';
import type { CredentialOptions } from './credential.ts';
import { readEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { authpiErrors } from './error-mapping.ts';
import { Session } from './session.ts';
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

/**
 * A client of the AuthPI Core API. Printed, it shows its name, the origin of the API, and whether it is open.
 *
 * @example
 * await using authpi = new AuthPIClient({ apiKey: { id: 'key_...', secret } });
 * const key = await authpi.apiKeys.create({ name: 'deploy', restrictions: { scopes: ['users:read'] } });
 * console.log(key.id, key.secret_plain.reveal());
 */
export class AuthPIClient extends CoreApi {
  /**
   * Makes a call ready instead of sending it: every method of the client, under the same name and with the same parameters. Nothing is sent
   * but, once, the question which account the credential has, where `accountId` was not given.
   *
   * @example
   * const call = await authpi.prepare.issuer(id).users.create({ username_type: 'email', username: 'alice@example.com' });
   * const user = await authpi.send({ ...call, body: { ...call.body, some_newer_field: true } });
   */
  readonly prepare: Prepares<CoreApi>;
  readonly #session: Session;
  readonly #account: Account;
  readonly #caller: Caller;

  /** @throws {ConfigurationError} when an option is wrong; the message repeats nothing of a credential. */
  constructor(options: AuthPIClientOptions) {
    const { session, account, caller, preparing } = connect(options);
    super(caller);
    this.#session = session;
    this.#account = account;
    this.#caller = caller;
    // Every resource gives what its caller gives, and this one gives the call.
    this.prepare = new CoreApi(preparing) as unknown as Prepares<CoreApi>;
  }

  /**
   * A client whose credential is in environment variables: `AUTHPI_KEY_ID` and `AUTHPI_KEY_SECRET`, or `AUTHPI_ACCESS_TOKEN`; also
   * `AUTHPI_ACCOUNT_ID` and `AUTHPI_BASE_URL`, where they are set.
   *
   * @throws {ConfigurationError} that names the variables and never repeats their values.
   * @example
   * await using authpi = AuthPIClient.fromEnvironment(process.env);
   */
  static fromEnvironment(environment: Environment, options: AuthPIClientOptions = {}): AuthPIClient {
    return new AuthPIClient({ ...checkFields('the options of a client', options), ...readEnvironment(environment) });
  }

  /**
   * Sends a call that was made ready by {@link AuthPIClient.prepare}, as it is now.
   *
   * @throws {ConfigurationError} for a route that does not begin with `/v1/`, or a parameter that would lead elsewhere.
   * @throws {ApiError}
   */
  async send<Result>(call: PreparedCall<Result>, options: CallOptions = {}): Promise<Result> {
    inOwnWords(() => checkCallOptions('authpi', options));
    refuseOwnHeaders('headers', options.headers);
    return this.#session.send(call, options);
  }

  /**
   * Sends any call of the API, for what has no method of its own yet: with the account, the Idempotency-Key and the errors of
   * every other call. The answer is the JSON as it was received, with its secrets as plain texts.
   *
   * @throws {ConfigurationError} for a route that does not begin with `/v1/`, or a parameter that would lead elsewhere.
   * @throws {ApiError}
   * @example
   * const { body } = await authpi.request({ method: 'GET', route: '/v1/accounts/{account_id}/issuers', query: { limit: 5 } });
   */
  request(call: AuthPICall, options?: Omit<ChangeOptions, 'raw'>): Promise<AuthPIAnswer> {
    return this.#caller.anything(call, options);
  }

  /**
   * The id of the account that calls are about. Where it was not given the service is asked, once.
   *
   * @throws {ConfigurationError} when the credential has access to no account, or to several.
   * @throws {ApiError}
   */
  async accountId(options: Pick<CallOptions, 'signal'> = {}): Promise<string> {
    inOwnWords(() => checkCallOptions('authpi', options));
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

  override toString(): string {
    return this.#session.describe('AuthPIClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const ownOptions = ['apiKey', 'accessToken', 'onTokenExpired', 'baseUrl', 'accountId', 'newIdempotencyKey'];

/** What a client is made of. */
interface Parts {
  readonly session: Session;
  readonly account: Account;
  readonly caller: Caller;
  /** Makes calls and does not send them. */
  readonly preparing: Caller;
}

function connect(options: AuthPIClientOptions): Parts {
  inOwnWords(() => checkClientOptions(options, { system: 'authpi', own: ownOptions }));
  const { apiKey, accessToken, onTokenExpired, baseUrl, accountId, newIdempotencyKey, ...connection } = options;
  refuseOwnHeaders('defaultHeaders', connection.defaultHeaders);
  const session = new Session({
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
  const account: Account = new Account(accountId, () => caller.item({ method: 'GET', route: '/v1/me' }));
  const shared: Omit<CallerOptions, 'deliver'> = {
    account,
    newIdempotencyKey: newIdempotencyKey ?? (() => crypto.randomUUID()),
    textOf: (body) => session.textOf(body),
  };
  const caller = new Caller({ ...shared, deliver: (call, callOptions) => session.send(call, callOptions) });
  // `deliver` says that it gives what the call gives; Prepares says what comes out in truth.
  const preparing = new Caller({ ...shared, deliver: <Result>(call: PreparedCall<Result>) => Promise.resolve(call as Result) });
  return { session, account, caller, preparing };
}
