import { DecodeError } from '@keyrack/http';
import { readCount, readFields, readFlag, readList, readObject, readRecord, readRequiredText, readText } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';
import { keyMetricReaders, readActivityKey, readKeyMetrics, readMetrics } from './activity-metrics.ts';
import type { ActivityKey, ActivityMetrics, KeyActivityMetrics } from './activity-metrics.ts';

/** What one key came to. */
export interface KeyActivity<Metrics = KeyActivityMetrics> {
  /** The key's token, no secret; `litellm_proxy_master_key` for the master key. */
  readonly api_key: string;
  readonly metrics: Metrics;
  readonly metadata: ActivityKey;
}

/** What one key came to, with everything that is known of it. */
export type KeyActivityInFull = KeyActivity<ActivityMetrics>;

/** Some keys, those that spent the most first. */
export interface KeyActivityPage {
  readonly api_keys: readonly KeyActivity[];
  readonly total_api_keys: number;
  readonly offset: number;
  readonly limit: number;
}

/** The keys that spent the most on a model. */
export interface ModelTopKeys {
  /** As it was asked for. */
  readonly model: string | null;
  readonly by_model_group: boolean;
  readonly api_keys: readonly KeyActivity[];
}

/** A line of an export: a day of a user or team, by key, model or user where that was asked for. */
export interface ActivityExportRow extends Omit<KeyActivityMetrics, 'total_tokens'> {
  /** `2026-11-21` */
  readonly date: string;
  /** The user's or the team's id; empty for calls of nobody. */
  readonly entity_id: string;
  /** The team's alias. */
  readonly entity_alias: string | null;
  /** The key's token, in an export by key. */
  readonly api_key: string | null;
  readonly key_alias: string | null;
  readonly user_id: string | null;
  readonly user_email: string | null;
  /** `openai/gpt-4o`, in an export by model. */
  readonly model: string | null;
  readonly flat_cost: number;
}

const { total_tokens: _computed, ...exportMetricReaders } = keyMetricReaders;

const rowReaders: Readers<Omit<ActivityExportRow, 'date'>> = {
  ...exportMetricReaders,
  entity_id: (value) => readText(value) ?? '',
  entity_alias: readText,
  api_key: readText,
  key_alias: readText,
  user_id: readText,
  user_email: readText,
  model: readText,
  flat_cost: readCount,
};

/** @throws {DecodeError} */
export function decodeKeyActivityPage(body: unknown): KeyActivityPage {
  const fields = readObject(body, '');
  const { total_api_keys: total, offset } = fields;
  if (typeof total !== 'number') throw new DecodeError('total_api_keys', 'a number');
  if (typeof offset !== 'number') throw new DecodeError('offset', 'a number');
  return { ...decodeKeyActivities(body), total_api_keys: total, offset, limit: readCount(fields['limit']) };
}

/** @throws {DecodeError} */
export function decodeModelTopKeys(body: unknown): ModelTopKeys {
  const fields = readObject(body, '');
  return { ...decodeKeyActivities(body), model: readText(fields['model']), by_model_group: readFlag(fields['by_model_group']) };
}

/** @throws {DecodeError} */
export function decodeKeyActivities(body: unknown): { readonly api_keys: readonly KeyActivity[] } {
  return { api_keys: listOfKeys(body, readKeyMetrics) };
}

/** @throws {DecodeError} */
export function decodeKeyActivitiesInFull(body: unknown): { readonly api_keys: readonly KeyActivityInFull[] } {
  return { api_keys: listOfKeys(body, readMetrics) };
}

/** @throws {DecodeError} */
export function decodeActivityExport(body: unknown): readonly ActivityExportRow[] {
  return readList(body, '').map((row, index) => {
    const fields = readObject(row, `[${index}]`);
    return { date: readRequiredText(fields['date'], `[${index}].date`), ...readFields(fields, rowReaders) };
  });
}

function listOfKeys<Metrics>(body: unknown, read: (value: unknown) => Metrics): readonly KeyActivity<Metrics>[] {
  return readList(readObject(body, '')['api_keys'], 'api_keys').map((item, index) => {
    const fields: Fields = readRecord(item);
    return {
      api_key: readRequiredText(fields['api_key'], `api_keys[${index}].api_key`),
      metrics: read(fields['metrics']),
      metadata: readActivityKey(fields['metadata']),
    };
  });
}
