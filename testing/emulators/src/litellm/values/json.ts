/** A number that was written with a fraction or an exponent; what Python reads as a float. Whole numbers are plain. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** An instant as the proxy shows it; how it is spelled depends on the answer it stands in. */
export class Instant {
  /** Microseconds since 1970. */
  readonly epochUs: number;

  private constructor(epochUs: number) {
    this.epochUs = epochUs;
  }

  /** An instant to the millisecond, which is all that the database keeps. */
  static ofMs(epochMs: number): Instant {
    return new Instant(Math.floor(epochMs) * 1_000);
  }

  /** An instant to the microsecond, as the proxy computes it. */
  static ofUs(epochUs: number): Instant {
    return new Instant(epochUs);
  }
}

/** A JSON value with the difference between whole and other numbers, in the order in which it was written. */
export type Json = null | boolean | number | bigint | string | Float | readonly Json[] | JsonObject;

/** A JSON object as it came in, with whatever names, in their order. */
export type JsonObject = ReadonlyMap<string, Json>;

/** What answers are built of: JSON, instants, and plain objects whose names are fixed. */
export type Body = Json | Instant | readonly Body[] | ReadonlyMap<string, Body> | { readonly [name: string]: Body };

/** The object without names. */
export const emptyObject: JsonObject = new Map();

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** The value of a number of either kind; `undefined` for anything else. */
export function numberOf(value: Json | undefined): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}
