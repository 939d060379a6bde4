// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { withEventTypes } from '../event-types.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Event, EventsAggregateResponse } from '../types/event.ts';

const collection = '/v1/accounts/{account_id}/events';
const single = `${collection}/{event_id}`;

/** Which events a list shows. */
export interface EventsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly issuer_id?: string;
  readonly user_id?: string;
  readonly client_id?: string;
  /** One, or several. */
  readonly event_types?: string | readonly string[];
  /** An instant, most likely in Unix milliseconds. */
  readonly after?: number;
  /** An instant, most likely in Unix milliseconds. */
  readonly before?: number;
}

/** What {@link EventsResource.aggregate} is asked for. */
export interface EventsAggregateQuery {
  readonly issuer_id?: string;
  readonly user_id?: string;
  readonly client_id?: string;
  /** One, or several. */
  readonly event_types?: string | readonly string[];
  /** An instant, most likely in Unix milliseconds. */
  readonly after?: number;
  /** An instant, most likely in Unix milliseconds. */
  readonly before?: number;
  readonly group_by?: string;
  readonly interval?: string;
  readonly count_unique?: string;
}

/** What happened in the account. */
export class EventsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the events.
   *
   * Source: `GET /v1/accounts/{account_id}/events`
   * @throws {ApiError}
   */
  list(query: EventsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: EventsQuery, options?: ReadOptions): Promise<Page<Event>>;
  list(query: EventsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query: withEventTypes(query) }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<EventsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<Event>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query: withEventTypes(query) }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<EventsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Event, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query: withEventTypes(query) }, options);
  }

  /**
   * Counts events in buckets. Which groups and intervals there are is not documented.
   *
   * Source: `GET /v1/accounts/{account_id}/events/aggregate`
   * @throws {ApiError}
   */
  aggregate(query: EventsAggregateQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  aggregate(query?: EventsAggregateQuery, options?: ReadOptions): Promise<Item<EventsAggregateResponse>>;
  aggregate(query: EventsAggregateQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: `${collection}/aggregate`, query: withEventTypes(query) }, options);
  }

  /**
   * Reads an event.
   *
   * Source: `GET /v1/accounts/{account_id}/events/{event_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(eventId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(eventId: string, options?: ReadOptions): Promise<Item<Event>>;
  get(eventId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { event_id: eventId } }, options);
  }
}
