// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CreateOptions, Raw } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Fields } from '../reading.ts';

const collection = '/v1/accounts/{account_id}/webhooks/{webhook_id}/redeliver';

/** Failed deliveries of a webhook, all together. */
export class RedeliverResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Sends all failed deliveries again. Fields of the body and of the answer are not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/webhooks/{webhook_id}/redeliver`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: Fields, options: CreateOptions & Raw): Promise<unknown>;
  create(body: Fields, options?: CreateOptions): Promise<Item<Fields>>;
  create(body: Fields, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }
}
