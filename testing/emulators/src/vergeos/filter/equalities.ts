import type { Value } from '../rows/row.ts';
import type { Filter } from './syntax.ts';

/** What a row must hold for certain to pass: the conditions with `eq` of a filter that only joins with `and`. */
export function equalities(filter: Filter): ReadonlyMap<string, Value> {
  switch (filter.kind) {
    case 'and':
      return new Map([...equalities(filter.left), ...equalities(filter.right)]);
    case 'or':
      return new Map();
    case 'condition':
      return new Map(filter.operator === 'eq' ? [[filter.column, filter.value]] : []);
  }
}
