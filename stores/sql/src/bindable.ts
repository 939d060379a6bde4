/** What SQLite and PostgreSQL both store without changing it. */
export type Bindable = null | number | string | Uint8Array;

/**
 * Checks what is bound to a statement. SQLite's driver takes an object for a bag of named parameters, turns booleans into numbers
 * and NaN into NULL, all in silence, and PostgreSQL's has ideas of its own; and no column of ours holds fractions or integers beyond 2^53.
 *
 * @throws {TypeError} for anything that would not come back as it was; the message does not repeat the value.
 */
export function bindable(values: readonly unknown[]): readonly Bindable[] {
  for (const [index, value] of values.entries()) {
    const type = value === null ? 'null' : typeof value;
    if (type === 'null' || type === 'string' || Number.isSafeInteger(value) || value instanceof Uint8Array) continue;
    const seen = type === 'number' ? 'a number that is no whole number within 2^53' : type;
    throw new TypeError(`Parameter ${index + 1} of a statement is ${seen}; the store keeps null, text, whole numbers and bytes`);
  }
  return values as readonly Bindable[]; // Each was checked above.
}

/** Whether a statement runs as a batch, with one list of parameters for each time; see `insertAll`. */
export function isBatch(parameters: readonly unknown[]): parameters is readonly (readonly unknown[])[] {
  return Array.isArray(parameters[0]);
}
