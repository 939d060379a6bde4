/** What one entry of `fields` asks for. */
export type FieldExpression =
  /** A column, or one that is reached through references: `identity#owner#$display`. */
  | { readonly kind: 'path'; readonly names: readonly string[] }
  /** A function of one expression: `count(members)`. */
  | { readonly kind: 'call'; readonly name: string; readonly argument: FieldExpression }
  /** Some columns of what a path leads to: `stats[reads,writes]`. */
  | { readonly kind: 'selection'; readonly of: readonly string[] };

/** One entry of `fields`. */
export interface FieldEntry {
  readonly expression: FieldExpression;
  /** The name in the answer, where one was given. */
  readonly alias: string | undefined;
}
