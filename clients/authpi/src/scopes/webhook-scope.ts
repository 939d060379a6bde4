// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { UpdateWebhook, Webhook, WebhooksUpdateResponse } from '../types/webhook.ts';
import { DeliveriesResource } from '../resources/deliveries-resource.ts';
import { RedeliverResource } from '../resources/redeliver-resource.ts';

const route = '/v1/accounts/{account_id}/webhooks/{webhook_id}';

/** One webhook, and what was sent to it. */
export class WebhookScope {
  /** What was sent to a webhook, or was to be. */
  readonly deliveries: DeliveriesResource;
  /** Failed deliveries of a webhook, all together. */
  readonly redeliver: RedeliverResource;
  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.deliveries = new DeliveriesResource(caller);
    this.redeliver = new RedeliverResource(caller);
  }

  /**
   * Reads the webhook.
   *
   * Source: `GET /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(options: ReadOptions & Raw): Promise<unknown>;
  get(options?: ReadOptions): Promise<Item<Webhook>>;
  get(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route, secretsWithin: ['auth'] }, options);
  }

  /**
   * Changes the webhook; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(body: UpdateWebhook, options: ChangeOptions & Raw): Promise<unknown>;
  update(body: UpdateWebhook, options?: ChangeOptions): Promise<Item<WebhooksUpdateResponse>>;
  update(body: UpdateWebhook, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route, body, secretsWithin: ['auth'] }, options);
  }

  /**
   * Removes the webhook.
   *
   * Source: `DELETE /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route }, options);
  }
}
