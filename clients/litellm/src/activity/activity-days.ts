import { readCount, readFields, readFlag, readList, readNumber, readObject, readRecord, readRequiredText } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';
import { readActivityKey, readEach, readMetrics } from './activity-metrics.ts';
import type { ActivityKey, ActivityMetrics } from './activity-metrics.ts';

/** The part of one key. */
export interface ActivityOfKey {
  readonly metrics: ActivityMetrics;
  readonly metadata: ActivityKey;
}

/** The part of one model, provider, user, ... */
export interface ActivityPart {
  readonly metrics: ActivityMetrics;
  /** Of a team its `team_alias`, of a user `user_email` and `user_alias`; else empty. */
  readonly metadata: Fields;
  /** By token. */
  readonly api_key_breakdown: Readonly<Record<string, ActivityOfKey>>;
}

/** The calls of a day, sorted in several ways. */
export interface ActivityBreakdown {
  /** By the provider's name of the model: `openai/gpt-4o`, or `unknown-model`. */
  readonly models: Readonly<Record<string, ActivityPart>>;
  /** By the name it was called by: `gpt-4o`. */
  readonly model_groups: Readonly<Record<string, ActivityPart>>;
  readonly providers: Readonly<Record<string, ActivityPart>>;
  /** By path: `/chat/completions`. */
  readonly endpoints: Readonly<Record<string, ActivityPart>>;
  readonly mcp_servers: Readonly<Record<string, ActivityPart>>;
  /** By token; the master key is `litellm_proxy_master_key`. */
  readonly api_keys: Readonly<Record<string, ActivityOfKey>>;
  /** By the id of the user or of the team; those of nobody are `Unassigned`. Whole answers about users have none. */
  readonly entities: Readonly<Record<string, ActivityPart>>;
}

/** The calls of one day in UTC. */
export interface ActivityDay {
  /** `2026-11-21` */
  readonly date: string;
  readonly metrics: ActivityMetrics;
  readonly breakdown: ActivityBreakdown;
}

/** The sums of an answer, and which part of the whole it is. */
export interface ActivityTotals {
  readonly total_spend: number;
  readonly total_flat_cost: number;
  readonly total_prompt_tokens: number;
  readonly total_completion_tokens: number;
  readonly total_tokens: number;
  readonly total_api_requests: number;
  readonly total_successful_requests: number;
  readonly total_failed_requests: number;
  readonly total_cache_read_input_tokens: number;
  readonly total_cache_creation_input_tokens: number;
  readonly total_compression_saved_tokens: number;
  readonly total_compression_savings_spend: number;
  readonly total_prompt_caching_savings_spend: number;
  readonly total_gateway_injected_caching_savings_spend: number;
  readonly total_autorouter_savings_spend: number;
  readonly total_response_time_ms: number;
  readonly total_timed_requests: number;
  readonly page: number;
  /** 0 when there is nothing. */
  readonly total_pages: number;
  readonly has_more: boolean;
  /** How many keys a whole answer shows at most, those that spent the most; null for pages. */
  readonly api_key_limit: number | null;
  /** How many keys there are; null for pages. */
  readonly total_api_keys: number | null;
  /** The same by team; null for pages and for users. */
  readonly entity_total_api_keys: Readonly<Record<string, number>> | null;
}

/** Days, the newest first, and their sums. */
export interface Activity {
  readonly results: readonly ActivityDay[];
  readonly metadata: ActivityTotals;
}

const totalReaders: Readers<ActivityTotals> = {
  total_spend: readCount,
  total_flat_cost: readCount,
  total_prompt_tokens: readCount,
  total_completion_tokens: readCount,
  total_tokens: readCount,
  total_api_requests: readCount,
  total_successful_requests: readCount,
  total_failed_requests: readCount,
  total_cache_read_input_tokens: readCount,
  total_cache_creation_input_tokens: readCount,
  total_compression_saved_tokens: readCount,
  total_compression_savings_spend: readCount,
  total_prompt_caching_savings_spend: readCount,
  total_gateway_injected_caching_savings_spend: readCount,
  total_autorouter_savings_spend: readCount,
  total_response_time_ms: readCount,
  total_timed_requests: readCount,
  page: readCount,
  total_pages: readCount,
  has_more: readFlag,
  api_key_limit: readNumber,
  total_api_keys: readNumber,
  entity_total_api_keys: readCounts,
};

const breakdownReaders: Readers<ActivityBreakdown> = {
  models: readParts,
  model_groups: readParts,
  providers: readParts,
  endpoints: readParts,
  mcp_servers: readParts,
  api_keys: readKeys,
  entities: readParts,
};

/** @throws {DecodeError} */
export function decodeActivity(body: unknown): Activity {
  const { results, metadata } = readObject(body, '');
  return {
    results: readList(results, 'results').map((day, index) => decodeDay(day, `results[${index}]`)),
    metadata: readFields(readRecord(metadata), totalReaders),
  };
}

function decodeDay(body: unknown, path: string): ActivityDay {
  const { date, metrics, breakdown } = readObject(body, path);
  return {
    date: readRequiredText(date, `${path}.date`),
    metrics: readMetrics(metrics),
    breakdown: readFields(readRecord(breakdown), breakdownReaders),
  };
}

function readParts(value: unknown): Readonly<Record<string, ActivityPart>> {
  return readEach(value, ({ metrics, metadata, api_key_breakdown: keys }) => ({
    metrics: readMetrics(metrics),
    metadata: readRecord(metadata),
    api_key_breakdown: readKeys(keys),
  }));
}

function readKeys(value: unknown): Readonly<Record<string, ActivityOfKey>> {
  return readEach(value, ({ metrics, metadata }) => ({ metrics: readMetrics(metrics), metadata: readActivityKey(metadata) }));
}

function readCounts(value: unknown): Readonly<Record<string, number>> | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, count]) => [name, readCount(count)]));
}
