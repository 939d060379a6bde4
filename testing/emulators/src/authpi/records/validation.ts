import { NotKnownError } from '../../kit/not-known.ts';
import type { FieldError } from '../api-error.ts';
import { invalidRequest } from '../api-error.ts';
import type { Operation } from '../contract.ts';
import { typeNamed } from '../contract.ts';
import type { InputField, InputFields } from './input.ts';
import { inputOf } from './input.ts';
import type { Fields } from './record.ts';

/**
 * Checks a body against what the contract knows of it.
 * @throws {ApiError} 400 that names every field that does not fit
 * @throws {NotKnownError} for fields and values that nobody has described
 */
export function checkBody(operation: Operation, body: Fields | undefined): Fields {
  const input = inputOf(operation);
  if (input === undefined) return unknownBody(operation, body);
  if (body === undefined && operation.body?.required === true) throw invalidRequest('A JSON body is needed.');
  const errors = checkFields(operation, input, { fields: body ?? {}, inside: '' });
  if (errors.length > 0) throw invalidRequest('Some fields do not fit.', errors);
  return body ?? {};
}

/** Refuses a body without fields that every record of its kind has. @throws {ApiError} 400 */
export function needFields(body: Fields, names: readonly string[]): void {
  const missing = names.filter((name) => body[name] === undefined || body[name] === null);
  if (missing.length > 0)
    throw invalidRequest(
      'Some fields are missing.',
      missing.map((name) => wrong(name, 'required', 'is required')),
    );
}

/** A body of which nothing is known may be left out; any field in it would be a guess. */
function unknownBody(operation: Operation, body: Fields | undefined): Fields {
  if (operation.body?.required === true) throw new NotKnownError(`which fields the body of ${operation.id} has`);
  const [field] = Object.keys(body ?? {});
  if (field === undefined) return {};
  throw new NotKnownError(`whether ${operation.id} takes the field "${field}"`);
}

function checkFields(
  operation: Operation,
  input: InputFields,
  { fields, inside }: { readonly fields: Fields; readonly inside: string },
): FieldError[] {
  const unknown = Object.keys(fields).find((name) => !Object.hasOwn(input, name));
  if (unknown !== undefined) throw new NotKnownError(`whether ${operation.id} takes the field "${inside}${unknown}"`);
  return Object.entries(input).flatMap(([name, field]) => {
    const place = `${inside}${name}`;
    const value = fields[name];
    if (value === undefined) return field.required ? [wrong(place, 'required', 'is required')] : [];
    if (value === null) return field.nullable ? [] : [wrong(place, 'invalid_type', `must be of type ${field.type}`)];
    const errors = checkValue(place, field, value);
    if (errors.length > 0 || field.inside === undefined) return errors;
    return checkFields(operation, field.inside, { fields: value as Fields, inside: `${place}.` }); // an object, checked above
  });
}

function checkValue(place: string, field: InputField, value: unknown): FieldError[] {
  const { maxLength, minItems, maxItems, enum: values } = field;
  const errors = checkType(place, field.type, value);
  if (errors.length > 0) return errors;
  if (values !== undefined && typeof value === 'string' && !values.includes(value)) {
    throw new NotKnownError(`what "${value}" means as ${place}; known are ${values.join(', ')}`);
  }
  if (typeof value === 'string' && maxLength !== undefined && value.length > maxLength) {
    return [wrong(place, 'too_long', `must have at most ${maxLength} characters`)];
  }
  if (Array.isArray(value) && value.length < (minItems ?? 0)) return [wrong(place, 'too_few', `must have at least ${minItems} items`)];
  if (Array.isArray(value) && value.length > (maxItems ?? Infinity))
    return [wrong(place, 'too_many', `must have at most ${maxItems} items`)];
  return [];
}

function checkType(place: string, type: string, value: unknown): FieldError[] {
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return [wrong(place, 'invalid_type', 'must be a list')];
    return value.flatMap((item: unknown, index) => checkType(`${place}[${index}]`, type.slice(0, -2), item));
  }
  const definition = typeNamed(type);
  if (definition?.kind === 'enum') {
    const values = definition.values ?? [];
    return typeof value === 'string' && values.includes(value)
      ? []
      : [wrong(place, 'invalid_value', `must be one of ${values.join(', ')}`)];
  }
  const fits = (basicTypes[type] ?? isObject)(value);
  return fits ? missingInside(place, type, value) : [wrong(place, 'invalid_type', `must be of type ${type}`)];
}

/** Fields of a named type that must be there. */
function missingInside(place: string, type: string, value: unknown): FieldError[] {
  const fields = Object.entries(typeNamed(type)?.fields ?? {});
  const given = value as Fields; // an object, checked by the caller
  return fields.flatMap(([name, { optional, type: inner }]) => {
    if (given[name] === undefined) return optional ? [] : [wrong(`${place}.${name}`, 'required', 'is required')];
    return given[name] === null ? [] : checkType(`${place}.${name}`, inner, given[name]);
  });
}

function wrong(field: string, code: string, problem: string): FieldError {
  return { field, code, message: `${field} ${problem}.` };
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const basicTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: isObject,
};
