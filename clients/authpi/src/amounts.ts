import { isFields } from './reading.ts';

/** Names of amounts of money end in the micro sign and `usd`. Unicode has two such signs, which look alike. */
const otherSpelling = /_\u00b5usd$/;
const deepest = 8;

/** A copy in which the names of amounts are written with the sign that the types use, U+03BC. Data of the user's is left alone. */
export function spellAmounts(value: unknown, depth = 0): unknown {
  if (depth === deepest) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => spellAmounts(item, depth + 1));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field.replace(otherSpelling, '_\u03bcusd'),
      field === 'metadata' ? inner : spellAmounts(inner, depth + 1),
    ]),
  );
}
