import type { Value } from './row.ts';

/** What a column holds: texts, whole numbers, or yes and no. */
export type ColumnType = 'text' | 'number' | 'flag';

/**
 * Who sets a column and when: `free` always, `at-creation` once, `write-only` always but nobody reads it, `read-only` only the
 * system.
 */
type ColumnAccess = 'free' | 'at-creation' | 'write-only' | 'read-only';

/** One column of a table. */
export interface Column {
  readonly type: ColumnType;
  readonly access: ColumnAccess;
  /** What a new row holds when nothing is sent; without it something must be sent. */
  readonly initial?: Value;
  /** The table of the row that a number refers to; `*` when the value is a text that names table and key. */
  readonly refersTo?: string;
  /** The only values a text may have. */
  readonly oneOf?: readonly string[];
  /** How many characters a text may have. */
  readonly length?: { readonly from: number; readonly to: number };
  /** What a text must not contain. */
  readonly without?: RegExp;
  /** The text is stored in lower case. */
  readonly lowerCase?: boolean;
  /** Nobody has seen what a change of this column does. */
  readonly changeNotKnown?: boolean;
}

type Settings = Omit<Column, 'type' | 'access'> & { readonly access?: ColumnAccess };

/** A column of texts, empty unless something is sent. */
export const text = (settings: Settings = { initial: '' }): Column => ({ access: 'free', ...settings, type: 'text' });

/** A column of whole numbers. */
export const number = (settings: Settings): Column => ({ access: 'free', ...settings, type: 'number' });

/** A column of yes and no. */
export const flag = (initial: boolean, settings: Settings = {}): Column => ({ access: 'free', initial, ...settings, type: 'flag' });

/** Unix seconds that the system sets. */
export const stamp = (): Column => number({ access: 'read-only', initial: 0 });
