import type { BodyField, Operation, TypeField } from '../contract.ts';
import { typeNamed } from '../contract.ts';

/** What a field of a body must be. */
export interface InputField {
  readonly type: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** What may lie inside an object; without it anything may. */
  readonly inside?: InputFields;
}

/** Fields by name. */
export type InputFields = Readonly<Record<string, InputField>>;

/** The fields that an operation's body may have; `undefined` when nothing is known of it. */
export function inputOf({ body, response }: Operation): InputFields | undefined {
  if (body === null) return undefined;
  const typed = mapped(typeNamed(body.type)?.fields ?? {}, fromType);
  const like = body.guess === undefined ? {} : fieldsLike(body.guess.likeType, body.guess.without);
  const fields = { ...typed, ...like, ...nested(typed, body.fields ?? {}) };
  if (Object.keys(fields).length === 0) return undefined;
  const shown = typeNamed(response ?? '')?.fields ?? {};
  return mapped(fields, (field, name) => ({ ...field, nullable: field.nullable && mayBeNothing(shown[name]) }));
}

/** What every answer shows cannot be taken away. */
function mayBeNothing(shown: TypeField | undefined): boolean {
  return shown === undefined || shown.optional || shown.nullable;
}

function fieldsLike(type: string, without: readonly string[]): InputFields {
  const entries = Object.entries(typeNamed(type)?.fields ?? {}).filter(([name]) => !without.includes(name));
  return Object.fromEntries(entries.map(([name, field]) => [name, { ...fromType(field), required: false, nullable: true }]));
}

/** What is known of a body's fields, over what its type says of the same ones. */
function nested(typed: InputFields, known: Readonly<Record<string, BodyField>>): InputFields {
  return mapped(known, (field, name) => {
    const base = typed[name];
    const more = fromBody(field);
    return base === undefined ? more : { ...more, required: base.required, nullable: base.nullable };
  });
}

function fromType(field: TypeField): InputField {
  const { type, nullable, optional, enum: values } = field;
  return { type, required: !optional, nullable: nullable && optional, ...(values === undefined ? {} : { enum: values }) };
}

function fromBody(field: BodyField | string): InputField {
  if (typeof field === 'string') return { type: field.split(' ', 1)[0] ?? field, required: false, nullable: false };
  const { type, required = false, nullable = !required, enum: values, maxLength, minItems, maxItems, fields } = field;
  return {
    type,
    required,
    nullable,
    ...(values === undefined ? {} : { enum: values }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
    ...(fields === undefined ? {} : { inside: mapped(fields, fromBody) }),
  };
}

function mapped<From, To>(source: Readonly<Record<string, From>>, turn: (value: From, name: string) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, turn(value, name)]));
}
