import type { JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import type { FieldType } from './field-type.ts';
import { fieldType } from './field-type.ts';
import type { Problem } from './problems.ts';
import { noObject } from './problems.ts';
import type { Fields, Given, Schema } from './schema.ts';
import { readFields, writtenFields } from './schema.ts';

/** A JSON object with any names. */
export const object: FieldType<JsonObject> = fieldType(
  (value) => (isObject(value) ? { value } : { type: 'dict_type', msg: 'Input should be a valid dictionary' }),
  (value) => value,
);

/** A list of one type. */
export function listOf<Item>(type: FieldType<Item>): FieldType<readonly Item[]> {
  return {
    write: (items) => items.map((item) => type.write(item)),
    read(value, loc, problems) {
      if (!Array.isArray(value)) {
        problems.push({ type: 'list_type', loc, msg: 'Input should be a valid list' });
        return undefined;
      }
      const before = problems.length;
      const items = value.map((item, index) => type.read(item, [...loc, index], problems));
      return problems.length > before ? undefined : (items as readonly Item[]); // without a problem every item was read
    },
  };
}

/** A JSON object with any names and values of one type. */
export function objectOf<Item>(type: FieldType<Item>): FieldType<ReadonlyMap<string, Item>> {
  return {
    write: (items) => new Map(Array.from(items, ([name, item]) => [name, type.write(item)])),
    read(value, loc, problems) {
      const whole = object.read(value, loc, problems);
      if (whole === undefined) return undefined;
      const before = problems.length;
      const entries = Array.from(whole, ([name, item]) => [name, type.read(item, [...loc, name], problems)] as const);
      return problems.length > before ? undefined : new Map(entries as readonly (readonly [string, Item])[]); // as above
    },
  };
}

/** An object with fields of its own; it is kept with those that were given. */
export function model<F extends Fields>(schema: Schema<F>): FieldType<Given<F>> {
  return {
    write: (given) => new Map(writtenFields(given)),
    read(value, loc, problems) {
      if (isObject(value)) return readFields(schema, value, { loc, problems });
      problems.push(noObject(loc));
      return undefined;
    },
  };
}

/** A value of one of two types. */
export type Either<One, Other> = { readonly one: One } | { readonly other: Other };

/** The first of two types that fits; else everything that is wrong with both. */
export function either<One, Other>(
  [oneName, one]: readonly [name: string, type: FieldType<One>],
  [otherName, other]: readonly [name: string, type: FieldType<Other>],
): FieldType<Either<One, Other>> {
  return {
    write: (value) => ('one' in value ? one.write(value.one) : other.write(value.other)),
    read(value, loc, problems) {
      const ones: Problem[] = [];
      const first = one.read(value, [...loc, oneName], ones);
      if (first !== undefined) return { one: first };
      const others: Problem[] = [];
      const second = other.read(value, [...loc, otherName], others);
      if (second !== undefined) return { other: second };
      problems.push(...ones, ...others);
      return undefined;
    },
  };
}
