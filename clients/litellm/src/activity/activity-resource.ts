import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import { datesQuery, dayAfter } from '../spend/spend-report.ts';
import type { Activity, ActivityDay } from './activity-days.ts';
import type { ActivityExportRow, KeyActivity, KeyActivityInFull, KeyActivityPage, ModelTopKeys } from './activity-keys.ts';
import { everyKeyActivity } from './every-key-activity.ts';
import type {
  ActivityDaysQuery,
  ActivityExportQuery,
  ActivityKeysQuery,
  ActivityPageQuery,
  ActivityQuery,
  ActivitySearchQuery,
  CacheLeakageQuery,
  ModelTopKeysQuery,
} from './activity-query.ts';
import type { ActivityRequests } from './activity-requests.ts';
import { object } from '../values/parameter-checks.ts';

/** The most keys that the proxy shows in one whole answer. */
const mostKeysInAnswer = 1_000;

/**
 * What calls of models came to by day, user or team, model and key. It only ever grows: setting a key's or a user's `spend` back leaves
 * it as it is. Calls show up to ten seconds late. Every call throws a {@link ForbiddenError} for what is not the caller's to see.
 */
export class ActivityResource {
  readonly #caller: Caller;
  readonly #requests: ActivityRequests;

  constructor(caller: Caller, requests: ActivityRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads whole days in one answer, the newest first.
   *
   * Source: `GET /user/daily/activity/aggregated`, `GET /team/daily/activity/aggregated`
   * @throws {InvalidRequestError} for teams and more than 400 days.
   * @throws {HttpError}
   */
  days(query: ActivityDaysQuery, options: RawCallOptions): Promise<unknown>;
  days(query: ActivityDaysQuery, options?: ReadCallOptions): Promise<Activity>;
  async days(query: ActivityDaysQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.days(query), options);
  }

  /**
   * Streams whole days, the oldest first, those without any call left out. It asks for one day after another, so no more than a day is
   * held and nothing that happens meanwhile can shift what is still to come. Of each day it shows the 1000 keys that spent the most.
   *
   * Source: `GET /user/daily/activity/aggregated`, `GET /team/daily/activity/aggregated`
   * @throws {HttpError}
   */
  async *allDays(query: ActivityQuery, options?: CallOptions): AsyncGenerator<ActivityDay, void, undefined> {
    datesQuery(query);
    for (let day = query.start_date; day <= query.end_date; day = dayAfter(day)) {
      const { results } = await this.days({ ...query, start_date: day, end_date: day, api_key_limit: mostKeysInAnswer }, options);
      yield* results;
    }
  }

  /**
   * Reads a page of the rows that days are made of: one for each day, user or team, key, model and endpoint, the newest day first. **A
   * day may go on on the next page, and the sums are those of the page**; rows that are made meanwhile shift the pages. So {@link days}
   * or {@link allDays} are what most programs want.
   *
   * Source: `GET /user/daily/activity`, `GET /team/daily/activity`
   * @throws {HttpError}
   */
  page(query: ActivityPageQuery, options: RawCallOptions): Promise<unknown>;
  page(query: ActivityPageQuery, options?: ReadCallOptions): Promise<Activity>;
  async page(query: ActivityPageQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.page(query), options);
  }

  /**
   * Reads what some keys came to over all the days, those that spent the most first.
   *
   * Source: `GET /user/daily/activity/aggregated/keys`, `GET /team/daily/activity/aggregated/keys`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  keys(query: ActivityKeysQuery, options: RawCallOptions): Promise<unknown>;
  keys(query: ActivityKeysQuery, options?: ReadCallOptions): Promise<KeyActivityPage>;
  async keys(query: ActivityKeysQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.keys(query), options);
  }

  /**
   * Streams what every key came to, once each and roughly those that spent the most first. What keys spend meanwhile changes the order
   * that the proxy parts into pages; so it reads on until it has given as many keys as the proxy says that there are.
   *
   * Source: `GET /user/daily/activity/aggregated/keys`, `GET /team/daily/activity/aggregated/keys`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError} also when the order changes faster than it can be read.
   */
  allKeys(query: ActivityQuery, options?: CallOptions): AsyncGenerator<KeyActivity, void, undefined> {
    return everyKeyActivity(`/${object('a query', query).of}/daily/activity/aggregated/keys`, (place) =>
      this.keys({ ...query, ...place }, options),
    );
  }

  /**
   * Finds keys by a part of their token, alias or owner, and reads what they came to.
   *
   * Source: `GET /user/daily/activity/aggregated/search`, `GET /team/daily/activity/aggregated/search`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  searchKeys(query: ActivitySearchQuery, options: RawCallOptions): Promise<unknown>;
  searchKeys(query: ActivitySearchQuery, options?: ReadCallOptions): Promise<{ readonly api_keys: readonly KeyActivityInFull[] }>;
  async searchKeys(query: ActivitySearchQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.searchKeys(query), options);
  }

  /**
   * Reads which keys spent the most on a model.
   *
   * Source: `GET /user/daily/activity/aggregated/model_top_keys`, `GET /team/daily/activity/aggregated/model_top_keys`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  topKeys(query: ModelTopKeysQuery, options: RawCallOptions): Promise<unknown>;
  topKeys(query: ModelTopKeysQuery, options?: ReadCallOptions): Promise<ModelTopKeys>;
  async topKeys(query: ModelTopKeysQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.topKeys(query), options);
  }

  /**
   * Reads which keys sent the most prompt tokens that no cache had.
   *
   * Source: `GET /user/daily/activity/aggregated/cache_leakage_keys`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  cacheLeakage(query: CacheLeakageQuery, options: RawCallOptions): Promise<unknown>;
  cacheLeakage(query: CacheLeakageQuery, options?: ReadCallOptions): Promise<{ readonly api_keys: readonly KeyActivity[] }>;
  async cacheLeakage(query: CacheLeakageQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.cacheLeakage(query), options);
  }

  /**
   * Reads lines for a table, all of them in one answer: by day and user or team, and by key, model or user as well where that is asked
   * for. The oldest first.
   *
   * Source: `GET /user/daily/activity/export`, `GET /team/daily/activity/export`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  export(query: ActivityExportQuery, options: RawCallOptions): Promise<unknown>;
  export(query: ActivityExportQuery, options?: ReadCallOptions): Promise<readonly ActivityExportRow[]>;
  async export(query: ActivityExportQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.export(query), options);
  }
}
