import type { Value } from '../rows/row.ts';

/** What compares a column with a value. */
export type Operator = (typeof operators)[number];

/** Every operator; there is no other. */
export const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'bw', 'ew', 'cs', 'ct', 'rx'] as const;

/** A filter as it was read. */
export type Filter =
  | { readonly kind: 'condition'; readonly column: string; readonly operator: Operator; readonly value: Value }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter };
