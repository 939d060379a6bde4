import { isFields } from '../values/reading.ts';

/** Whether two JSON values are the same, in whatever order their names stand: the proxy has an order of its own. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSameJson(item, other[index]));
  }
  if (!isFields(one) || !isFields(other)) return Object.is(one, other) || (one === 0 && other === 0);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name], other[name]))
  );
}
