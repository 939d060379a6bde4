import type { Json } from './json.ts';
import { Float, isObject } from './json.ts';

/** A value as it comes back from a JSON column: names in a new order, shorter first, then by their bytes. */
export function stored(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => stored(item));
  if (!isObject(value)) return value instanceof Float && Object.is(value.value, -0) ? new Float(0) : value;
  const entries = [...value].map(([name, item]) => [Buffer.from(name), name, stored(item)] as const);
  const sorted = entries.toSorted(([one], [other]) => one.length - other.length || Buffer.compare(one, other));
  return new Map(sorted.map(([, name, item]) => [name, item]));
}
