import type { TypeField } from '../contract.ts';
import { typeNamed } from '../contract.ts';
import type { Fields } from './record.ts';

/**
 * A value as its type in the contract wants it: known fields only, in the contract's order, `null` where a field must be
 * there and has nothing to say.
 * @throws {Error} when the emulator has nothing for a field that every answer has: its own defect, never the caller's
 */
export function shape(type: string, value: unknown): unknown {
  if (type.endsWith('[]')) return listed(type, value);
  const definition = typeNamed(type);
  if (definition?.fields === undefined || Object.keys(definition.fields).length === 0) return value;
  const source = value as Fields; // an object type is only ever given objects
  const entries = Object.entries(definition.fields).map(([name, field]) => [name, shaped(`${type}.${name}`, field, source[name])] as const);
  return Object.fromEntries(entries.filter(([, given]) => given !== undefined));
}

function listed(type: string, value: unknown): unknown {
  if (!Array.isArray(value)) throw new Error(`${type} is not a list`);
  return value.map((item) => shape(type.slice(0, -2), item));
}

function shaped(place: string, { type, nullable, optional }: TypeField, value: unknown): unknown {
  if (value !== undefined && value !== null) return checked(place, type, value);
  if (optional) return undefined;
  if (nullable) return null;
  throw new Error(`nothing to answer for ${place}`);
}

function checked(place: string, type: string, value: unknown): unknown {
  const fits = basicTypes[type];
  if (fits !== undefined && !fits(value)) throw new Error(`${place} must be of type ${type}`);
  return shape(type, value);
}

const basicTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
};
