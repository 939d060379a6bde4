import type { CallOptions, ClientOptions } from '@keyrack/http';
import { Account } from './account.ts';
import type { ChangeOptions, Raw, ReadOptions } from './call-options.ts';
import { Caller, refuseOwnHeaders } from './caller.ts';
import type { AuthPIAnswer, AuthPICall } from './caller.ts';
import { readCredential } from './credential.ts';
import type { CredentialOptions } from './credential.ts';
import { authpiErrors } from './error-mapping.ts';
import type { Item } from './item.ts';
import { AccountsResource } from './resources/accounts-resource.ts';
import { ApiKeysResource } from './resources/api-keys-resource.ts';
import { CreditsResource } from './resources/credits-resource.ts';
import { DomainsResource } from './resources/domains-resource.ts';
import { EventsResource } from './resources/events-resource.ts';
import { InvoicesResource } from './resources/invoices-resource.ts';
import { IssuersResource } from './resources/issuers-resource.ts';
import { NotesResource } from './resources/notes-resource.ts';
import { PaymentMethodsResource } from './resources/payment-methods-resource.ts';
import { TokensResource } from './resources/tokens-resource.ts';
import { UsageResource } from './resources/usage-resource.ts';
import { WebhooksResource } from './resources/webhooks-resource.ts';
import { IssuerScope } from './scopes/issuer-scope.ts';
import { WebhookScope } from './scopes/webhook-scope.ts';
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
  /** The accounts that the credential may use. */
  readonly accounts: AccountsResource;
  /** The API keys of the account. */
  readonly apiKeys: ApiKeysResource;
  /** The prepaid credits of the account. */
  readonly credits: CreditsResource;
  /** The domains of the account. */
  readonly domains: DomainsResource;
  /** What happened in the account. */
  readonly events: EventsResource;
  /** The invoices of the account. */
  readonly invoices: InvoicesResource;
  /** The issuers of the account. */
  readonly issuers: IssuersResource;
  /** Notes of people about users, organizations, issuers, clients and agents. */
  readonly notes: NotesResource;
  /** The ways in which the account pays. */
  readonly paymentMethods: PaymentMethodsResource;
  /** Personal tokens by their id, whoever they belong to. */
  readonly tokens: TokensResource;
  /** What the account has used. */
  readonly usage: UsageResource;
  /** The webhooks of the account. */
  readonly webhooks: WebhooksResource;
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
    this.accounts = new AccountsResource(this.#caller);
    this.apiKeys = new ApiKeysResource(this.#caller);
    this.credits = new CreditsResource(this.#caller);
    this.domains = new DomainsResource(this.#caller);
    this.events = new EventsResource(this.#caller);
    this.invoices = new InvoicesResource(this.#caller);
    this.issuers = new IssuersResource(this.#caller);
    this.notes = new NotesResource(this.#caller);
    this.paymentMethods = new PaymentMethodsResource(this.#caller);
    this.tokens = new TokensResource(this.#caller);
    this.usage = new UsageResource(this.#caller);
    this.webhooks = new WebhooksResource(this.#caller);
  }

  /** One issuer, and everything in it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  issuer(issuerId: string): IssuerScope {
    return new IssuerScope(this.#caller.within('issuer_id', issuerId));
  }

  /** One webhook, and what was sent to it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  webhook(webhookId: string): WebhookScope {
    return new WebhookScope(this.#caller.within('webhook_id', webhookId));
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
