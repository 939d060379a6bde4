import { NotKnownError } from '../../kit/not-known.ts';
import type { FoundRow, Tables } from '../rows/reference.ts';
import { follow } from '../rows/reference.ts';
import type { Row, Value } from '../rows/row.ts';
import type { TableSchema } from '../rows/table-schema.ts';
import { readableColumn, readableNames } from '../rows/table-schema.ts';
import { parseFields } from './parser.ts';
import type { FieldEntry, FieldExpression } from './syntax.ts';

/** What an answer shows of rows: some of their fields, or only how many there are. */
export type Projection =
  | { readonly kind: 'fields'; readonly show: (row: Row) => Readonly<Record<string, Value>> }
  | { readonly kind: 'count' };

/** Computes one field; `undefined` leaves it out. */
type Reader = (row: Row) => Value | undefined;

/** Binds `fields` to a table. @param fields as sent, `undefined` when it was not @throws {NotKnownError} */
export function projection(tables: Tables, schema: TableSchema, fields: string | undefined): Projection {
  if (fields === '') throw new NotKnownError('how an empty "fields" is answered');
  const entries = fields === undefined ? schema.shortFields.map(plainEntry) : parseFields(fields);
  if (entries.length === 0) return { kind: 'count' };
  const readers = entries.flatMap((entry) => fieldReaders(tables, schema, entry));
  const show = (row: Row): Readonly<Record<string, Value>> => {
    const shown: Record<string, Value> = {};
    for (const [name, read] of readers) {
      const value = read(row);
      if (value !== undefined) shown[name] = value;
    }
    return shown;
  };
  return { kind: 'fields', show };
}

/** Both are every column here: what `most` leaves out, these tables do not have. */
const views: readonly string[] = ['all', 'most'];

const plainEntry = (name: string): FieldEntry => ({ expression: { kind: 'path', names: [name] }, alias: undefined });

function fieldReaders(tables: Tables, schema: TableSchema, { expression, alias }: FieldEntry): readonly (readonly [string, Reader])[] {
  const [name = '', ...further] = expression.kind === 'path' ? expression.names : [];
  if (views.includes(name) && further.length === 0 && alias === undefined) {
    return readableNames(schema).map((column) => [column, (row: Row) => row[column]] as const);
  }
  if (name === '$count' || name === 'summary') throw new NotKnownError(`how the field "${name}" is answered when it is named`);
  const reader = expressionReader(tables, schema, expression);
  if (reader === undefined) return []; // unknown names are dropped
  if (alias !== undefined) return [[alias, reader]];
  if (expression.kind === 'path' && further.length === 0) return [[name, reader]];
  throw new NotKnownError('under which name a computed field without "as" is answered');
}

function expressionReader(tables: Tables, schema: TableSchema, expression: FieldExpression): Reader | undefined {
  switch (expression.kind) {
    case 'path':
      return isKnown(schema, expression.names) ? (row) => readPath(tables, { schema, row }, expression.names) : undefined;
    case 'call':
      return callReader(tables, schema, expression);
    case 'selection':
      if (!isKnown(schema, expression.of) && counted(schema, expression.of) === undefined) return undefined;
      throw new NotKnownError(`how a selection of ${expression.of.join('#')} is answered`);
  }
}

function callReader(
  tables: Tables,
  schema: TableSchema,
  { name, argument }: Extract<FieldExpression, { kind: 'call' }>,
): Reader | undefined {
  const rows = argument.kind === 'path' ? counted(schema, argument.names) : undefined;
  if (name === 'count' && rows !== undefined) {
    return (row) => {
      let count = 0;
      for (const other of tables.table(rows.table)?.rows() ?? []) if (other[rows.column] === row.$key) count += 1;
      return count;
    };
  }
  const inner = expressionReader(tables, schema, argument);
  if (inner === undefined && rows === undefined) return undefined;
  if (inner === undefined || (name !== 'upper' && name !== 'lower')) throw new NotKnownError(`what the function "${name}" answers`);
  return (row) => {
    const value = inner(row);
    if (typeof value !== 'string') return value;
    return name === 'upper' ? value.toUpperCase() : value.toLowerCase();
  };
}

/** Whether a path can lead somewhere; further names are looked at row by row, since a reference may lead to any table. */
function isKnown(schema: TableSchema, [first = '', ...further]: readonly string[]): boolean {
  if (further.length === 0) return first === '$display' || readableColumn(schema, first) !== undefined;
  return readableColumn(schema, first)?.refersTo !== undefined;
}

function counted(schema: TableSchema, names: readonly string[]): { readonly table: string; readonly column: string } | undefined {
  const [name = '', ...further] = names;
  return further.length === 0 ? schema.referredToBy?.[name] : undefined;
}

/** Follows references; a reference that is empty or leads nowhere leaves the field out. */
function readPath(tables: Tables, { schema, row }: FoundRow, [first = '', ...further]: readonly string[]): Value | undefined {
  if (further.length === 0) {
    if (first === '$display') return schema.display(row);
    return readableColumn(schema, first) === undefined ? undefined : row[first];
  }
  const refersTo = readableColumn(schema, first)?.refersTo;
  const found = refersTo === undefined ? undefined : follow(tables, refersTo, row[first]);
  return found === undefined ? undefined : readPath(tables, found, further);
}
