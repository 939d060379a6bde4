import { wrong } from '../configuration-error.ts';
import { columnName, literal } from './literal.ts';
import type { FilterValue } from './literal.ts';

/** Every way to compare that the system knows. */
export type Operator = 'eq' | 'ne' | Ordering | Pattern;

/** Comparisons of size. */
export type Ordering = 'gt' | 'ge' | 'lt' | 'le';

/** Comparisons of texts: begins with, ends with, contains, contains in any letter case, matches a regular expression. */
export type Pattern = 'bw' | 'ew' | 'cs' | 'ct' | 'rx';

/** The system takes `\d` and `(?i)` for something that matches nothing, and says no word about it. */
const foreignSyntax = /\\[A-Za-z0-9]|\(\?/;

/**
 * Which rows of a table are meant. It can only be made of columns and values, never of a text, so that no value can turn into
 * a part of the grammar. It prints as what is sent.
 */
export class Filter {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Compares one column with one value. @throws {ConfigurationError} for a comparison that would match too much or nothing. */
  static condition(column: string, operator: Operator, value: FilterValue): Filter {
    checkComparison(operator, value);
    return new Filter(`${columnName(column)} ${operator} ${literal(value)}`);
  }

  /** Joins filters. The system reads `and` and `or` from left to right without precedence, so that every group has its parentheses. */
  static group(word: 'and' | 'or', parts: readonly Filter[]): Filter {
    if (!Array.isArray(parts) || !parts.every((part) => part instanceof Filter)) throw wrong('filters are joined from a list of filters');
    if (word !== 'and' && word !== 'or') throw wrong('filters are joined by and, or by or');
    const [first, ...others] = parts;
    if (first === undefined) throw wrong(`"${word}" joins at least one filter: without any it would match every row`);
    return others.length === 0 ? first : new Filter(`(${parts.map((part) => part.#text).join(` ${word} `)})`);
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Filter(${this.#text})`;
  }
}

function checkComparison(operator: Operator, value: FilterValue): void {
  switch (operator) {
    case 'eq':
    case 'ne':
      return;
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      if (typeof value === 'number' || value instanceof Date) return;
      throw wrong(`"${operator}" compares with a number or a Date`);
    case 'bw':
    case 'ew':
    case 'cs':
    case 'ct':
    case 'rx':
      if (typeof value !== 'string' || value === '')
        throw wrong(`"${operator}" needs a text that is not empty: an empty one matches every row`);
      if (operator === 'rx' && foreignSyntax.test(value))
        throw wrong(String.raw`"rx" is a POSIX extended expression: write [0-9] or [[:digit:]] instead of \d, and nothing like (?i)`);
      return;
    default:
      throw wrong('a comparison is one of eq, ne, gt, ge, lt, le, bw, ew, cs, ct, rx');
  }
}
