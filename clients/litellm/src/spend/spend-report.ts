import type { KeyReference } from '../keys/key-hash.ts';
import { nonEmptyText, refuse, object } from '../values/parameter-checks.ts';
import { readList, readObject } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** A time in days, UTC. */
export interface DateRange {
  /** `2026-11-01` */
  readonly start_date: string;
  /** `2026-11-30` */
  readonly end_date: string;
}

/** Which spending of keys is reported. */
export interface KeySpendQuery extends DateRange {
  /** Only this key. */
  readonly api_key?: KeyReference;
}

/** What is reported, and of whom. */
export type SpendReportQuery = DateRange &
  (
    | { readonly of: 'user'; readonly internal_user_id?: string }
    | { readonly of: 'team'; readonly team_id?: string }
    | { readonly of: 'organization' | 'global' }
  );

const dateForm = /^\d{4}-\d\d-\d\d$/;
const dayMs = 86_400_000;

/** @throws {ConfigurationError} */
export function datesQuery(dates: DateRange): Readonly<Record<string, string>> {
  const { start_date: start, end_date: end } = object('a query', dates);
  checkDate('start_date', start);
  checkDate('end_date', end);
  if (start > end) throw refuse('end_date must not be before start_date');
  return { start_date: start, end_date: end };
}

/** @throws {ConfigurationError} */
export function reportQuery(query: SpendReportQuery): { readonly route: string; readonly query: Readonly<Record<string, string>> } {
  const { of, start_date: start, end_date: end, ...named } = object('a query', query);
  const name = of === 'user' ? 'internal_user_id' : of === 'team' ? 'team_id' : undefined;
  if (!['user', 'team', 'organization', 'global'].includes(of)) throw refuse('a report is of user, team, organization or global');
  for (const [given, value] of Object.entries(named)) {
    if (given !== name) throw refuse(`a report of ${of} has no "${given}"`);
    nonEmptyText(given, value);
  }
  return { route: `/${of}/spend/report`, query: { ...datesQuery({ start_date: start, end_date: end }), ...named } };
}

/** @returns the day after a day, both such as `2026-11-30`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** The rows of a report as they come: only licensed proxies give one, so nobody has seen their fields. @throws {DecodeError} */
export function decodeRows(body: unknown): readonly Fields[] {
  return readList(body, '').map((row, index) => readObject(row, `[${index}]`));
}

function checkDate(name: string, value: unknown): void {
  const epochMs = typeof value === 'string' && dateForm.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // The thirty-first of a short month would be read as a day of the next.
  if (!Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(String(value))) return;
  throw refuse(`${name} is a day such as 2026-11-30`);
}
