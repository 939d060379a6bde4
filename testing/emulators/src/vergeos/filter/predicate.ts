import { NotKnownError } from '../../kit/not-known.ts';
import type { ColumnType } from '../rows/column.ts';
import type { Row, Value } from '../rows/row.ts';
import type { TableSchema } from '../rows/table-schema.ts';
import { readableColumn } from '../rows/table-schema.ts';
import { extendedExpression } from './extended-expression.ts';
import type { Filter, Operator } from './syntax.ts';

/** Says whether a row passes. */
export type Predicate = (row: Row) => boolean;

type Condition = Extract<Filter, { kind: 'condition' }>;

/** Binds a filter to the columns of a table. @throws {NotKnownError} for comparisons that nobody has tried */
export function predicate(filter: Filter, schema: TableSchema): Predicate {
  if (filter.kind === 'condition') return condition(filter, schema);
  const left = predicate(filter.left, schema);
  const right = predicate(filter.right, schema);
  return filter.kind === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
}

function condition({ column, operator, value }: Condition, schema: TableSchema): Predicate {
  const found = readableColumn(schema, column);
  if (found === undefined) {
    // A column that is not there has been seen to match nothing, and nothing else has been seen.
    if (operator === 'eq' && value !== null) return () => false;
    throw new NotKnownError(`what a filter with "${operator}" on a column that is not there matches`);
  }
  if (value === null) return nullCondition(column, operator);
  if (typeof value !== typesOf[found.type]) {
    throw new NotKnownError(`how a column of type ${found.type} is compared with ${JSON.stringify(value)}`);
  }
  switch (operator) {
    case 'eq':
      return (row) => row[column] === value;
    case 'ne':
      return (row) => row[column] !== value;
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return ordered(column, operator, value);
    default:
      return onText(column, operator, value);
  }
}

const typesOf: Readonly<Record<ColumnType, string>> = { text: 'string', number: 'number', flag: 'boolean' };

function nullCondition(column: string, operator: Operator): Predicate {
  if (operator === 'eq') return (row) => row[column] === null;
  if (operator === 'ne') return (row) => row[column] !== null;
  throw new NotKnownError(`what "${operator} null" matches`);
}

function ordered(column: string, operator: 'gt' | 'ge' | 'lt' | 'le', value: Value): Predicate {
  if (typeof value !== 'number') throw new NotKnownError(`how "${operator}" compares what is no number`);
  const compare = {
    gt: (held: number) => held > value,
    ge: (held: number) => held >= value,
    lt: (held: number) => held < value,
    le: (held: number) => held <= value,
  }[operator];
  return (row) => {
    const held = row[column];
    return typeof held === 'number' && compare(held);
  };
}

function onText(column: string, operator: 'bw' | 'ew' | 'cs' | 'ct' | 'rx', value: Value): Predicate {
  if (typeof value !== 'string') throw new NotKnownError(`what "${operator}" matches in a column that is no text`);
  const lower = value.toLowerCase();
  const expression = operator === 'rx' ? extendedExpression(value) : undefined;
  const match = {
    bw: (held: string) => held.startsWith(value),
    ew: (held: string) => held.endsWith(value),
    cs: (held: string) => held.includes(value),
    ct: (held: string) => held.toLowerCase().includes(lower),
    rx: (held: string) => expression?.test(held) ?? false,
  }[operator];
  return (row) => match(String(row[column] ?? ''));
}
