import type { Json } from '../values/json.ts';
import type { Location, Problem } from './problems.ts';

/** A type that a field can have. */
export interface FieldType<Value> {
  /** Reads a value, or adds what is wrong with it to `problems` and returns `undefined`. */
  read(value: Json, loc: Location, problems: Problem[]): Value | undefined;
  /** The value as JSON again, for those who keep it in a JSON column or show it. */
  write(value: Value): Json;
}

/** What a reading came to: the value, or type and text of what is wrong. */
export type Outcome<Value> = { readonly value: Value } | { readonly type: string; readonly msg: string };

/** Makes a type of two functions. */
export function fieldType<Value>(read: (value: Json) => Outcome<Value>, write: (value: Value) => Json): FieldType<Value> {
  return {
    read(value, loc, problems) {
      const outcome = read(value);
      if ('value' in outcome) return outcome.value;
      problems.push({ type: outcome.type, loc, msg: outcome.msg });
      return undefined;
    },
    write,
  };
}
