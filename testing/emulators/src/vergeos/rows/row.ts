/** What a column can hold. Instants are Unix seconds, 0 for none. */
export type Value = string | number | boolean | null;

/** A stored row. It is never changed, only replaced. */
export interface Row {
  readonly $key: number;
  readonly [column: string]: Value;
}

/** Reads a column that the table's declaration says is a text. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

/** Reads a column that the table's declaration says is a number. */
export function numberOf(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
}
