import { wrong } from '../configuration-error.ts';

/** What a column can be compared with; a Date stands for its Unix seconds. */
export type FilterValue = string | number | boolean | Date | null;

const reserved = /[\\'{]/g;
const columnForm = /^[A-Za-z_$][\w$]*$/;
const words: ReadonlySet<string> = new Set(['and', 'or', 'null', 'true', 'false']);
const numberForm = /^-?\d+(?:\.\d+)?$/;

/**
 * Writes a value so that it means itself. Within quotes three characters are reserved: a backslash, a quote, and an opening
 * brace, which would swallow what follows it without a word and match another name.
 *
 * @throws {ConfigurationError} for what has no such form; the message never repeats it.
 */
export function literal(value: FilterValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return literal(Math.floor(value.getTime() / 1_000));
  const text = String(value);
  if (typeof value === 'number' && numberForm.test(text)) return text;
  throw wrong('a value in a filter is a text, a number, a boolean, a Date or null');
}

/** @throws {ConfigurationError} for what is no column of the table itself: what is joined or computed cannot be filtered on. */
export function columnName(name: string): string {
  if (typeof name === 'string' && columnForm.test(name) && !words.has(name)) return name;
  throw wrong('a filter compares columns of the table itself, by their plain names; joined and computed fields cannot be filtered on');
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw wrong('a text in a filter must be well-formed Unicode');
  return `'${text.replaceAll(reserved, String.raw`\$&`)}'`;
}
