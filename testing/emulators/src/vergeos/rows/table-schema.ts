import type { Column } from './column.ts';
import type { Row } from './row.ts';

/** A table as it is declared: what its rows look like and who may change them. */
export interface TableSchema {
  readonly name: string;
  /** Besides `$key`. */
  readonly columns: Readonly<Record<string, Column>>;
  /** What an answer holds when no fields are asked for. */
  readonly shortFields: readonly string[];
  /** Columns that no two rows may have in common. Empty texts do not count. */
  readonly unique?: readonly (readonly string[])[];
  /** What `$display` shows of a row. */
  readonly display: (row: Row) => string;
  /** Rows of other tables that refer to a row of this one: by the name under which they are counted. */
  readonly referredToBy?: Readonly<Record<string, { readonly table: string; readonly column: string }>>;
  /** Only reading is known. */
  readonly readOnly?: boolean;
}

/** A column by its name, unless nobody may read it. */
export function readableColumn(schema: TableSchema, name: string): Column | undefined {
  if (name === '$key') return { type: 'number', access: 'read-only' };
  const column = Object.hasOwn(schema.columns, name) ? schema.columns[name] : undefined;
  return column?.access === 'write-only' ? undefined : column;
}

/** The names that `all` stands for. */
export function readableNames(schema: TableSchema): readonly string[] {
  return ['$key', ...Object.keys(schema.columns).filter((name) => readableColumn(schema, name) !== undefined)];
}
