import type { Json, JsonObject } from '../values/json.ts';
import type { FieldType } from './field-type.ts';
import type { Location, Problem } from './problems.ts';
import { brokenRule, extra, missing } from './problems.ts';

/** A field: its type, whether it must be there, whether null is a value, and what it is when it was left out. */
export interface Field<Value> {
  readonly type: FieldType<NonNullable<Value>>;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly fallback: Value | undefined;
}

/** Fields by their names, in the order in which the proxy looks at them. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The fields of a body or a query, and rules over several of them. */
export interface Schema<F extends Fields> {
  readonly fields: F;
  /** What is wrong with the whole before any field is looked at, in the proxy's words, or `undefined`. */
  readonly looksFirst?: (source: JsonObject) => string | undefined;
  /** What is wrong with the whole when every field is right, in the proxy's words, or `undefined`. */
  readonly rule?: (given: Given<F>) => string | undefined;
  /** Whether fields that are not declared are refused. @default false */
  readonly closed?: boolean;
  /** Query parameters that may come several times. */
  readonly lists?: readonly string[];
}

/** What was read: every field has a value; `names` are those that the caller gave. */
export interface Given<F extends Fields> {
  readonly values: { readonly [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never };
  readonly names: ReadonlySet<string>;
  /** The fields in their declared order, for those who treat them alike. */
  readonly fields: F;
}

/** A field that may be left out and may be null; left out it is `fallback`. */
export function optional<Value>(type: FieldType<Value>): Field<Value | null>;
export function optional<Value>(type: FieldType<Value>, fallback: Value): Field<Value | null>;
export function optional<Value>(type: FieldType<Value>, fallback: Value | null = null): Field<Value | null> {
  return { type: type as FieldType<NonNullable<Value>>, required: false, nullable: true, fallback }; // null is looked at before the type
}

/** A field that may be left out but may not be null. */
export function defaulting<Value>(type: FieldType<Value>, fallback: Value): Field<Value> {
  return { type: type as FieldType<NonNullable<Value>>, required: false, nullable: false, fallback }; // no type reads null
}

/** A field that must be there and may not be null. */
export function required<Value>(type: FieldType<Value>): Field<Value> {
  return { type: type as FieldType<NonNullable<Value>>, required: true, nullable: false, fallback: undefined }; // no type reads null
}

/** Reads the declared fields of an object and ignores all others; what is wrong is added to `problems`. */
export function readFields<F extends Fields>(
  schema: Schema<F>,
  source: JsonObject,
  { loc, problems }: { readonly loc: Location; readonly problems: Problem[] },
): Given<F> | undefined {
  const objection = schema.looksFirst?.(source);
  if (objection !== undefined) {
    problems.push(brokenRule(loc, objection));
    return undefined;
  }
  const before = problems.length;
  const values: Record<string, unknown> = {};
  const names = new Set<string>();
  for (const [name, field] of Object.entries(schema.fields)) {
    const value = source.get(name);
    if (value === undefined) {
      if (field.required) problems.push(missing([...loc, name]));
      values[name] = field.fallback;
      continue;
    }
    names.add(name);
    values[name] = value === null && field.nullable ? null : field.type.read(value, [...loc, name], problems);
  }
  if (schema.closed === true)
    problems.push(...[...source.keys()].filter((name) => !(name in schema.fields)).map((name) => extra([...loc, name])));
  if (problems.length > before) return undefined;
  const given = { values, names, fields: schema.fields } as Given<F>; // every field was read by its own type
  const broken = schema.rule?.(given);
  if (broken === undefined) return given;
  problems.push(brokenRule(loc, broken));
  return undefined;
}

/** The fields that were given and are not null, as JSON, in their declared order. */
export function writtenFields<F extends Fields>(given: Given<F>): readonly (readonly [string, Json])[] {
  return Object.entries(given.fields).flatMap(([name, field]) => {
    const value = (given.values as Readonly<Record<string, unknown>>)[name];
    if (!given.names.has(name) || value === null) return [];
    return [[name, field.type.write(value as NonNullable<unknown>)] as const]; // read by the same type
  });
}
