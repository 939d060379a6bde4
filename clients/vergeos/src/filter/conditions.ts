import { wrong } from '../configuration-error.ts';
import { Filter } from './filter.ts';
import type { FilterValue } from './literal.ts';

/** Rows whose column holds that value, or one of those; `null` where it holds nothing. @throws {ConfigurationError} for an empty list. */
export function eq(column: string, value: FilterValue | readonly FilterValue[]): Filter {
  return anyOf(column, 'eq', value);
}

/** Rows whose column holds another value, or none of those. @throws {ConfigurationError} for an empty list. */
export function ne(column: string, value: FilterValue | readonly FilterValue[]): Filter {
  return anyOf(column, 'ne', value);
}

/** Rows whose column is greater. */
export function gt(column: string, value: number | Date): Filter {
  return Filter.condition(column, 'gt', value);
}

/** Rows whose column is as great or greater. */
export function ge(column: string, value: number | Date): Filter {
  return Filter.condition(column, 'ge', value);
}

/** Rows whose column is less. */
export function lt(column: string, value: number | Date): Filter {
  return Filter.condition(column, 'lt', value);
}

/** Rows whose column is as great or less. */
export function le(column: string, value: number | Date): Filter {
  return Filter.condition(column, 'le', value);
}

/** Rows whose column begins with a text; letter case counts. @throws {ConfigurationError} when it is empty. */
export function bw(column: string, text: string): Filter {
  return Filter.condition(column, 'bw', text);
}

/** Rows whose column ends with a text; letter case counts. @throws {ConfigurationError} when it is empty. */
export function ew(column: string, text: string): Filter {
  return Filter.condition(column, 'ew', text);
}

/** Rows whose column contains a text; letter case counts. @throws {ConfigurationError} when it is empty. */
export function cs(column: string, text: string): Filter {
  return Filter.condition(column, 'cs', text);
}

/** Rows whose column contains a text in any letter case. @throws {ConfigurationError} when it is empty. */
export function ct(column: string, text: string): Filter {
  return Filter.condition(column, 'ct', text);
}

/**
 * Rows whose column holds a match of a POSIX extended regular expression, anywhere within; letter case counts.
 *
 * @throws {ConfigurationError} when it is empty, or of another kind of expression (`\d`, `(?i)`): the system would silently match
 * every row, or none.
 */
export function rx(column: string, expression: string): Filter {
  return Filter.condition(column, 'rx', expression);
}

function anyOf(column: string, operator: 'eq' | 'ne', value: FilterValue | readonly FilterValue[]): Filter {
  if (!isList(value)) return Filter.condition(column, operator, value);
  if (value.length === 0) throw wrong('a list of values holds at least one');
  return Filter.group(
    operator === 'eq' ? 'or' : 'and',
    value.map((one) => Filter.condition(column, operator, one)),
  );
}

function isList(value: FilterValue | readonly FilterValue[]): value is readonly FilterValue[] {
  return Array.isArray(value);
}
