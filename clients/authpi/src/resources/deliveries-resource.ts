// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { WebhookDeliveriesListItem, WebhookDeliveriesRedeliverResponse } from '../types/delivery.ts';

const collection = '/v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries';

/** Which deliveries a list shows. */
export interface DeliveriesQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly event_type?: string;
  readonly status?: string;
  /** An instant, most likely in Unix milliseconds. */
  readonly after?: number;
  /** An instant, most likely in Unix milliseconds. */
  readonly before?: number;
}

/** What was sent to a webhook, or was to be. */
export class DeliveriesResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the deliveries.
   *
   * Source: `GET /v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: DeliveriesQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: DeliveriesQuery, options?: ReadOptions): Promise<Page<WebhookDeliveriesListItem>>;
  list(query: DeliveriesQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<DeliveriesQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<WebhookDeliveriesListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<DeliveriesQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<WebhookDeliveriesListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Sends a delivery again.
   *
   * Source: `POST /v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  redeliver(deliveryId: string, options: ChangeOptions & Raw): Promise<unknown>;
  redeliver(deliveryId: string, options?: ChangeOptions): Promise<Item<WebhookDeliveriesRedeliverResponse>>;
  redeliver(deliveryId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      { method: 'POST', route: `${collection}/{delivery_id}/redeliver`, parameters: { delivery_id: deliveryId } },
      options,
    );
  }
}
