import type { Raw, ReadOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
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
import type { CallerIdentity } from './types/caller-identity.ts';

/** Every resource of the API, as a client has it. */
export class CoreApi {
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
  readonly #caller: Caller;

  /** @param caller - sends the calls, or hands them out. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.accounts = new AccountsResource(caller);
    this.apiKeys = new ApiKeysResource(caller);
    this.credits = new CreditsResource(caller);
    this.domains = new DomainsResource(caller);
    this.events = new EventsResource(caller);
    this.invoices = new InvoicesResource(caller);
    this.issuers = new IssuersResource(caller);
    this.notes = new NotesResource(caller);
    this.paymentMethods = new PaymentMethodsResource(caller);
    this.tokens = new TokensResource(caller);
    this.usage = new UsageResource(caller);
    this.webhooks = new WebhooksResource(caller);
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
    return this.#caller.item({ method: 'GET', route: '/v1/me' }, options);
  }
}
