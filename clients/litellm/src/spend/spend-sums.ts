import { readCount, readList, readNumber, readObject, readRequiredText, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** What was spent on one day, UTC. */
export interface SpendDay {
  /** `2026-11-21` */
  readonly date: string;
  readonly spend: number;
}

/** What was spent on one day, and by whom. */
export interface SpendDayDetails extends SpendDay {
  /** By the tokens of the keys. */
  readonly keys: Readonly<Record<string, number>>;
  /** By user id; the empty one is nobody. */
  readonly users: Readonly<Record<string, number>>;
  readonly models: Readonly<Record<string, number>>;
}

/** What everybody together has spent. */
export interface SpendTotal {
  readonly spend: number;
  /** The limit of the whole proxy; 0 or null: none. */
  readonly max_budget: number | null;
}

/** What one key has spent. */
export interface KeySpend {
  /** The key's token. */
  readonly api_key: string;
  readonly key_alias: string | null;
  readonly key_name: string | null;
  readonly total_spend: number;
}

/** What was spent on one model. */
export interface ModelSpend {
  /** As the proxy calls it: `openai/gpt-4o`. */
  readonly model: string;
  readonly total_spend: number;
}

const ownNames: ReadonlySet<string> = new Set(['startTime', 'spend', 'users', 'models']);

/** @throws {DecodeError} */
export function decodeSpendDetails(body: unknown): readonly SpendDayDetails[] {
  return rows(body, (fields, path) => ({
    date: readRequiredText(fields['startTime'], `${path}.startTime`),
    spend: readCount(fields['spend']),
    keys: amounts(Object.fromEntries(Object.entries(fields).filter(([name]) => !ownNames.has(name)))),
    users: amounts(fields['users']),
    models: amounts(fields['models']),
  }));
}

/** @throws {DecodeError} */
export function decodeSpendDays(body: unknown): readonly SpendDay[] {
  return rows(body, (fields, path) => ({ date: readRequiredText(fields['date'], `${path}.date`), spend: readCount(fields['spend']) }));
}

/** @throws {DecodeError} */
export function decodeSpendTotal(body: unknown): SpendTotal {
  const fields = readObject(body, '');
  return { spend: readCount(fields['spend']), max_budget: readNumber(fields['max_budget']) };
}

/** @throws {DecodeError} */
export function decodeKeySpends(body: unknown): readonly KeySpend[] {
  return rows(body, (fields, path) => ({
    api_key: readRequiredText(fields['api_key'], `${path}.api_key`),
    key_alias: readText(fields['key_alias']),
    key_name: readText(fields['key_name']),
    total_spend: readCount(fields['total_spend']),
  }));
}

/** @throws {DecodeError} */
export function decodeModelSpends(body: unknown): readonly ModelSpend[] {
  return rows(body, (fields, path) => ({
    model: readRequiredText(fields['model'], `${path}.model`),
    total_spend: readCount(fields['total_spend']),
  }));
}

function rows<Row>(body: unknown, read: (fields: Fields, path: string) => Row): readonly Row[] {
  return readList(body, '').map((row, index) => read(readObject(row, `[${index}]`), `[${index}]`));
}

function amounts(value: unknown): Readonly<Record<string, number>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
