import { readBoolean, readCount, readFields, readRecord, readText } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** What calls of models came to. Amounts are in the proxy's currency; all count from 0 and are never set back. */
export interface KeyActivityMetrics {
  readonly spend: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly api_requests: number;
  readonly successful_requests: number;
  readonly failed_requests: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** The same with what was saved, and how long it took. */
export interface ActivityMetrics extends KeyActivityMetrics {
  /** What throughput that is paid for as a whole cost, where the proxy was told to spread it. */
  readonly flat_cost: number;
  readonly compression_saved_tokens: number;
  readonly compression_savings_spend: number;
  readonly prompt_caching_savings_spend: number;
  readonly gateway_injected_caching_savings_spend: number;
  readonly autorouter_savings_spend: number;
  /** Of the `timed_requests` together. */
  readonly total_response_time_ms: number;
  readonly timed_requests: number;
}

/** Whose key it is, as far as the proxy can tell: also of keys that are gone. */
export interface ActivityKey {
  readonly key_alias: string | null;
  readonly team_id: string | null;
  readonly user_id: string | null;
  readonly user_email: string | null;
  /** False for the master key, and for a key that is gone; null where the proxy does not say. */
  readonly key_exists: boolean | null;
}

/** How a {@link KeyActivityMetrics} is read. */
export const keyMetricReaders: Readers<KeyActivityMetrics> = {
  spend: readCount,
  prompt_tokens: readCount,
  completion_tokens: readCount,
  total_tokens: readCount,
  api_requests: readCount,
  successful_requests: readCount,
  failed_requests: readCount,
  cache_read_input_tokens: readCount,
  cache_creation_input_tokens: readCount,
};

const metricReaders: Readers<ActivityMetrics> = {
  ...keyMetricReaders,
  flat_cost: readCount,
  compression_saved_tokens: readCount,
  compression_savings_spend: readCount,
  prompt_caching_savings_spend: readCount,
  gateway_injected_caching_savings_spend: readCount,
  autorouter_savings_spend: readCount,
  total_response_time_ms: readCount,
  timed_requests: readCount,
};

const keyReaders: Readers<ActivityKey> = {
  key_alias: readText,
  team_id: readText,
  user_id: readText,
  user_email: readText,
  key_exists: readBoolean,
};

/** Nothing at all where the value is no object. */
export function readMetrics(value: unknown): ActivityMetrics {
  return readFields(readRecord(value), metricReaders);
}

/** Nothing at all where the value is no object. */
export function readKeyMetrics(value: unknown): KeyActivityMetrics {
  return readFields(readRecord(value), keyMetricReaders);
}

/** A key that nothing is known of where the value is no object. */
export function readActivityKey(value: unknown): ActivityKey {
  return readFields(readRecord(value), keyReaders);
}

/** The fields of an object, each read in the same way. */
export function readEach<Item>(value: unknown, read: (item: Fields) => Item): Readonly<Record<string, Item>> {
  return Object.fromEntries(Object.entries(readRecord(value)).map(([name, item]) => [name, read(readRecord(item))]));
}
