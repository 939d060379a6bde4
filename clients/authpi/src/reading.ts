/** A JSON object, its fields by their names on the wire. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value of parsed JSON is an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
