// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type {
  CreateWebhookInput,
  UpdateWebhook,
  Webhook,
  WebhookListItem,
  WebhooksCreateResponse,
  WebhooksUpdateResponse,
} from '../types/webhook.ts';

const collection = '/v1/accounts/{account_id}/webhooks';
const single = `${collection}/{webhook_id}`;

/** Which webhooks a list shows. */
export interface WebhooksQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
}

/** The webhooks of the account. */
export class WebhooksResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the webhooks.
   *
   * Source: `GET /v1/accounts/{account_id}/webhooks`
   * @throws {ApiError}
   */
  list(query: WebhooksQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: WebhooksQuery, options?: ReadOptions): Promise<Page<WebhookListItem>>;
  list(query: WebhooksQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<WebhooksQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<WebhookListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<WebhooksQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<WebhookListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a webhook. Secrets that the service makes for it are in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/webhooks`
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: CreateWebhookInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateWebhookInput, options?: CreateOptions): Promise<Item<WebhooksCreateResponse>>;
  create(body: CreateWebhookInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secretsWithin: ['auth'] }, options);
  }

  /**
   * Reads a webhook.
   *
   * Source: `GET /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(webhookId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(webhookId: string, options?: ReadOptions): Promise<Item<Webhook>>;
  get(webhookId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { webhook_id: webhookId }, secretsWithin: ['auth'] }, options);
  }

  /**
   * Changes a webhook; what is left out stays. New secrets are in the answer and never shown again.
   *
   * Source: `PATCH /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(webhookId: string, body: UpdateWebhook, options: ChangeOptions & Raw): Promise<unknown>;
  update(webhookId: string, body: UpdateWebhook, options?: ChangeOptions): Promise<Item<WebhooksUpdateResponse>>;
  update(webhookId: string, body: UpdateWebhook, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      { method: 'PATCH', route: single, parameters: { webhook_id: webhookId }, body, secretsWithin: ['auth'] },
      options,
    );
  }

  /**
   * Removes a webhook.
   *
   * Source: `DELETE /v1/accounts/{account_id}/webhooks/{webhook_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(webhookId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { webhook_id: webhookId } }, options);
  }
}
