/** Fields by their names on the wire. */
export type Fields = Readonly<Record<string, unknown>>;

/** One thing the API knows. It is never changed, only replaced. */
export interface StoredRecord {
  readonly id: string;
  /** Ids of everything it belongs to, the account first; when one of them goes, it goes too. */
  readonly within: readonly string[];
  /** What the API may show. */
  readonly fields: Fields;
  /** What the API never shows, such as the plain text of a secret. */
  readonly hidden: Fields;
  readonly createdAtMs: number;
  /** `null` until it is changed for the first time. */
  readonly updatedAtMs: number | null;
}

/** What a new record starts with. */
export interface NewRecord {
  readonly id: string;
  readonly within: readonly string[];
  readonly fields: Fields;
  readonly hidden?: Fields;
}

/** The record's strong entity tag: the instant of its last change. */
export function etagOf({ createdAtMs, updatedAtMs }: StoredRecord): string {
  return `"${updatedAtMs ?? createdAtMs}"`;
}

/** The record's fields with its id and times, as most answers show them. */
export function viewOf(record: StoredRecord): Fields {
  return { ...record.fields, id: record.id, created_at: record.createdAtMs, updated_at: record.updatedAtMs };
}

/** A field that holds a text; empty when it holds anything else. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** A field that holds a list of texts; empty when it holds anything else. */
export function textsOf(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A field that holds a number. */
export function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

/** A field that holds an object; empty when it holds anything else. */
export function objectOf(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}; // a JSON object
}
