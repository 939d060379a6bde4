/**
 * Makes the statement that inserts several rows of the one that inserts a single row, as `insertAll` compiled it: a round trip
 * for each row would take longer than all the rest.
 *
 * @throws {Error} for a statement of another shape, a mistake of ours.
 */
export function severalRows(oneRow: string, { columns, rows }: { readonly columns: number; readonly rows: number }): string {
  const group = placeholders(1, columns);
  const [before, after, ...more] = oneRow.split(`values ${group}`);
  if (before === undefined || after === undefined || more.length > 0) throw new Error('A batch that is no insert of one row');
  const groups = Array.from({ length: rows }, (_, row) => placeholders(row * columns + 1, columns));
  return `${before}values ${groups.join(', ')}${after}`;
}

function placeholders(first: number, count: number): string {
  return `(${Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ')})`;
}
