import type { LiteLLMRequest } from '../caller.ts';
import { nonEmptyText, flag, oneOf, wholeNumber, object } from '../values/parameter-checks.ts';
import { decodeActivity } from './activity-days.ts';
import type { Activity } from './activity-days.ts';
import {
  decodeActivityExport,
  decodeKeyActivities,
  decodeKeyActivitiesInFull,
  decodeKeyActivityPage,
  decodeModelTopKeys,
} from './activity-keys.ts';
import type { ActivityExportRow, KeyActivity, KeyActivityInFull, KeyActivityPage, ModelTopKeys } from './activity-keys.ts';
import { activityQuery } from './activity-query.ts';
import type {
  ActivityDaysQuery,
  ActivityExportQuery,
  ActivityKeysQuery,
  ActivityPageQuery,
  ActivityQuery,
  ActivitySearchQuery,
  CacheLeakageQuery,
  ModelTopKeysQuery,
  OwnChecks,
} from './activity-query.ts';

/** Builds the requests about activity; {@link ActivityResource} says what each does. */
export class ActivityRequests {
  /** @throws {ConfigurationError} */
  async days(query: ActivityDaysQuery): Promise<LiteLLMRequest<Activity>> {
    return { ...(await this.#about(query, '/aggregated', { api_key_limit: wholeNumber })), decode: decodeActivity };
  }

  /** @throws {ConfigurationError} */
  async page(query: ActivityPageQuery): Promise<LiteLLMRequest<Activity>> {
    return { ...(await this.#about(query, '', { page: wholeNumber, page_size: wholeNumber })), decode: decodeActivity };
  }

  /** @throws {ConfigurationError} */
  async keys(query: ActivityKeysQuery): Promise<LiteLLMRequest<KeyActivityPage>> {
    const own = { offset: wholeNumber, limit: wholeNumber };
    return { ...(await this.#about(query, '/aggregated/keys', own)), decode: decodeKeyActivityPage };
  }

  /** @throws {ConfigurationError} */
  async searchKeys(query: ActivitySearchQuery): Promise<LiteLLMRequest<{ readonly api_keys: readonly KeyActivityInFull[] }>> {
    nonEmptyText('search', object('a query', query).search);
    const own = { search: nonEmptyText, limit: wholeNumber };
    return { ...(await this.#about(query, '/aggregated/search', own)), decode: decodeKeyActivitiesInFull };
  }

  /** @throws {ConfigurationError} */
  async topKeys(query: ModelTopKeysQuery): Promise<LiteLLMRequest<ModelTopKeys>> {
    nonEmptyText('model_group', object('a query', query).model_group);
    const own = { model_group: nonEmptyText, by_model_group: flag, limit: wholeNumber };
    return { ...(await this.#about(query, '/aggregated/model_top_keys', own)), decode: decodeModelTopKeys };
  }

  /** @throws {ConfigurationError} */
  async cacheLeakage(query: CacheLeakageQuery): Promise<LiteLLMRequest<{ readonly api_keys: readonly KeyActivity[] }>> {
    oneOf('user')('of', object('a query', query).of);
    return { ...(await this.#about(query, '/aggregated/cache_leakage_keys', { limit: wholeNumber })), decode: decodeKeyActivities };
  }

  /** @throws {ConfigurationError} */
  async export(query: ActivityExportQuery): Promise<LiteLLMRequest<readonly ActivityExportRow[]>> {
    const own = { export_type: oneOf('daily', 'daily_with_keys', 'daily_with_models', 'daily_with_users') };
    const request = await this.#about(query, '/export', own);
    return { ...request, query: { ...request.query, format: 'json' }, decode: decodeActivityExport };
  }

  async #about(
    asked: ActivityQuery,
    path: string,
    own: OwnChecks,
  ): Promise<{
    readonly method: 'GET';
    readonly route: string;
    readonly query: Readonly<Record<string, string | number | boolean>>;
  }> {
    const { of, query } = await activityQuery(asked, own);
    return { method: 'GET', route: `/${of}/daily/activity${path}`, query };
  }
}
