// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Fields } from '../reading.ts';
import type { PaymentMethod, PaymentMethodsSetupIntentStripeResponse } from '../types/billing.ts';

const collection = '/v1/accounts/{account_id}/payment-methods';
const single = `${collection}/{method_id}`;

/** The ways in which the account pays. The path is inferred from its siblings: no client of the vendor reaches it. */
export class PaymentMethodsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Adds a way to pay without a card; a card goes through `setupIntentStripe`.
   *
   * Source: `POST /v1/accounts/{account_id}/payment-methods`
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: Fields, options: CreateOptions & Raw): Promise<unknown>;
  create(body: Fields, options?: CreateOptions): Promise<Item<PaymentMethod>>;
  create(body: Fields, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Begins to add a card, which Stripe then asks for.
   *
   * Source: `POST /v1/accounts/{account_id}/payment-methods/stripe/setup-intent`
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  setupIntentStripe(options: ChangeOptions & Raw): Promise<unknown>;
  setupIntentStripe(options?: ChangeOptions): Promise<Item<PaymentMethodsSetupIntentStripeResponse>>;
  setupIntentStripe(options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/stripe/setup-intent`, secrets: ['client_secret'] }, options);
  }

  /**
   * Changes a way to pay; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/payment-methods/{method_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(methodId: string, body: Fields, options: ChangeOptions & Raw): Promise<unknown>;
  update(methodId: string, body: Fields, options?: ChangeOptions): Promise<Item<PaymentMethod>>;
  update(methodId: string, body: Fields, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { method_id: methodId }, body }, options);
  }

  /**
   * Removes a way to pay.
   *
   * Source: `DELETE /v1/accounts/{account_id}/payment-methods/{method_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(methodId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { method_id: methodId } }, options);
  }
}
