import { wrong } from '../configuration-error.ts';
import { bw, cs, ct, eq, ew, ge, gt, le, lt, ne, rx } from './conditions.ts';
import { Filter } from './filter.ts';
import type { Operator, Ordering, Pattern } from './filter.ts';
import type { FilterValue } from './literal.ts';

/** What can stand for a filter: one that the functions made, or an object. */
export type FilterInput<Row = Readonly<Record<string, FilterValue>>> = Filter | FilterObject<Row>;

/** Columns and what they must be; all of it must hold. `and` and `or` hold further filters. */
export type FilterObject<Row = Readonly<Record<string, FilterValue>>> = string extends keyof Row
  ? { readonly [column: string]: ColumnFilter<FilterValue> | readonly FilterInput<Row>[] }
  : { readonly [Column in keyof Row]?: ColumnFilter<Row[Column]> } & {
      readonly and?: readonly FilterInput<Row>[];
      readonly or?: readonly FilterInput<Row>[];
    };

/** One column: a value, a list of which one must be equal, or comparisons that must all hold. */
export type ColumnFilter<Value> = ComparedWith<Value> | readonly ComparedWith<Value>[] | Comparisons<Value>;

/** Comparisons by their names. */
export type Comparisons<Value> = {
  readonly [Name in 'eq' | 'ne']?: ComparedWith<Value> | readonly ComparedWith<Value>[];
} & { readonly [Name in Ordering]?: number | Date } & { readonly [Name in Pattern]?: string };

/** What a column of this type is compared with: instants are whole numbers on the wire, and a Date stands for them too. */
type ComparedWith<Value> = (Value extends number ? Value | Date : Value) | null;

/** Takes a filter as it is, and reads an object. @throws {ConfigurationError} for one that is empty or malformed. */
export function toFilter(input: unknown): Filter {
  if (input instanceof Filter) return input;
  if (!isObject(input)) throw wrong('a filter is made by the functions eq, and, or, ... or is an object; a text is never one');
  return Filter.group(
    'and',
    Object.entries(input).map(([name, value]) => (name === 'and' || name === 'or' ? joined(name, value) : columnFilter(name, value))),
  );
}

function joined(word: 'and' | 'or', parts: unknown): Filter {
  if (!Array.isArray(parts)) throw wrong(`"${word}" in a filter holds a list of filters`);
  return Filter.group(word, parts.map(toFilter));
}

function columnFilter(column: string, value: unknown): Filter {
  // Everything is checked where it is written, a value that was forgotten too: it must not widen what is matched.
  if (!isObject(value) || value instanceof Date) return eq(column, value as FilterValue | readonly FilterValue[]);
  return Filter.group(
    'and',
    Object.entries(value).map(([operator, operand]) => comparison(column, operator, operand)),
  );
}

type Comparison = (column: string, operand: never) => Filter;
const comparisons: Readonly<Record<Operator, Comparison>> = { eq, ne, gt, ge, lt, le, bw, ew, cs, ct, rx };

function comparison(column: string, operator: string, operand: unknown): Filter {
  if (!Object.hasOwn(comparisons, operator)) throw wrong(`a comparison is one of ${Object.keys(comparisons).join(', ')}`);
  // Both are checked: the operator above, the operand where it is written.
  return comparisons[operator as Operator](column, operand as never);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
