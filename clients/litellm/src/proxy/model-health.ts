import { oneOf, checkParameters, nonEmptyText, wholeNumber } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readInstant } from '../values/instant.ts';
import {
  readCount,
  readFields,
  readList,
  readNumber,
  readObject,
  readRecord,
  readRecords,
  readRequiredText,
  readText,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** Which models are tried. */
export interface ModelHealthQuery {
  /** The name it is called by. @default all */
  readonly model?: string;
  /** One deployment of it. @default all */
  readonly model_id?: string;
}

/** A model that was tried. */
export interface TriedModel {
  /** The provider's name: `openai/gpt-4o`. */
  readonly model: string | null;
  readonly model_id: string | null;
  /** What the provider said, of one that does not answer. */
  readonly error: string | null;
  /** Everything that the proxy says of it. */
  readonly details: Fields;
}

/** Which models answered just now. */
export interface ModelHealth {
  readonly healthy_endpoints: readonly TriedModel[];
  readonly unhealthy_endpoints: readonly TriedModel[];
  readonly healthy_count: number;
  readonly unhealthy_count: number;
}

/** Which trials are read. */
export interface HealthHistoryFilter {
  readonly model?: string;
  readonly status_filter?: 'healthy' | 'unhealthy';
}

/** Some trials, the newest first. */
export interface HealthHistoryQuery extends HealthHistoryFilter {
  /** 1 to 1000. @default 100 */
  readonly limit?: number;
  /** How many to leave out. @default 0 */
  readonly offset?: number;
}

/** A trial of a model that the proxy has kept. */
export interface HealthCheck {
  readonly health_check_id: string;
  readonly model_name: string | null;
  readonly model_id: string | null;
  readonly status: string | null;
  readonly healthy_count: number;
  readonly unhealthy_count: number;
  readonly error_message: string | null;
  readonly response_time_ms: number | null;
  readonly details: unknown;
  readonly checked_by: string | null;
  readonly checked_at: string | null;
  readonly created_at: string | null;
}

/** Some trials. */
export interface HealthHistory {
  readonly health_checks: readonly HealthCheck[];
  /** How many are here, not how many there are. */
  readonly total_records: number;
  readonly limit: number;
  readonly offset: number;
}

const checkReaders: Readers<Omit<HealthCheck, 'health_check_id'>> = {
  model_name: readText,
  model_id: readText,
  status: readText,
  healthy_count: readCount,
  unhealthy_count: readCount,
  error_message: readText,
  response_time_ms: readNumber,
  details: (value) => value,
  checked_by: readText,
  checked_at: readInstant,
  created_at: readInstant,
};

const modelChecks: Checks<ModelHealthQuery> = { model: nonEmptyText, model_id: nonEmptyText };
const historyChecks: Checks<HealthHistoryQuery> = {
  model: nonEmptyText,
  status_filter: oneOf('healthy', 'unhealthy'),
  limit: wholeNumber,
  offset: wholeNumber,
};

/** @throws {ConfigurationError} */
export function modelHealthQuery(query: ModelHealthQuery): Readonly<Record<string, string>> {
  return checkParameters('the health of models', query, modelChecks) as Readonly<Record<string, string>>; // each is a text
}

/** @throws {ConfigurationError} */
export function historyQuery(query: HealthHistoryQuery): Readonly<Record<string, string | number>> {
  // Each of these is a text or a number.
  return checkParameters('the history of health', query, historyChecks) as Readonly<Record<string, string | number>>;
}

/** @throws {DecodeError} */
export function decodeModelHealth(body: unknown): ModelHealth {
  const fields = readObject(body, '');
  return {
    healthy_endpoints: readRecords(readList(fields['healthy_endpoints'], 'healthy_endpoints')).map(readTried),
    unhealthy_endpoints: readRecords(readList(fields['unhealthy_endpoints'], 'unhealthy_endpoints')).map(readTried),
    healthy_count: readCount(fields['healthy_count']),
    unhealthy_count: readCount(fields['unhealthy_count']),
  };
}

/** @throws {DecodeError} */
export function decodeHealthHistory(body: unknown): HealthHistory {
  const fields = readObject(body, '');
  return {
    health_checks: readList(fields['health_checks'], 'health_checks').map((check, index) => decodeCheck(check, `health_checks[${index}]`)),
    total_records: readCount(fields['total_records']),
    limit: readCount(fields['limit']),
    offset: readCount(fields['offset']),
  };
}

/** By the id of the deployment, or by the model's name where it has none. @throws {DecodeError} */
export function decodeLatestHealth(body: unknown): Readonly<Record<string, HealthCheck>> {
  const latest = readRecord(readObject(body, '')['latest_health_checks']);
  return Object.fromEntries(Object.entries(latest).map(([name, check]) => [name, decodeCheck(check, `latest_health_checks.${name}`)]));
}

function decodeCheck(value: unknown, path: string): HealthCheck {
  const fields = readObject(value, path);
  const id = readRequiredText(fields['health_check_id'], `${path}.health_check_id`);
  return { health_check_id: id, ...readFields(fields, checkReaders) };
}

function readTried(details: Fields): TriedModel {
  const { model, model_id: id, error } = details;
  return { model: readText(model), model_id: readText(id), error: readText(error), details };
}
