import type { Fields } from './rules.ts';
import type { TableSchema } from './table-schema.ts';

const typeNames = { text: 'string', number: 'uint64', flag: 'bool' } as const;

/**
 * `GET /{table}/$table`: every column with what is known of it. That this exists is documented, and so are the names of
 * the types; the form around them is this emulator's own.
 */
export function schemaAnswer(schema: TableSchema): Fields {
  const fields = Object.entries(schema.columns).map(([name, { type, access, initial, oneOf, length, refersTo }]) => ({
    name,
    type: refersTo === undefined ? typeNames[type] : 'row',
    required: initial === undefined,
    readonly: access === 'read-only',
    ...(initial === undefined ? {} : { default: initial }),
    ...(oneOf === undefined ? {} : { list: oneOf }),
    ...(length === undefined ? {} : { min: length.from, max: length.to }),
    ...(refersTo === undefined || refersTo === '*' ? {} : { table: refersTo }),
  }));
  const rows = Object.entries(schema.referredToBy ?? {}).map(([name, { table }]) => ({ name, type: 'rows', table }));
  return { name: schema.name, fields: [{ name: '$key', type: 'uint64', required: false, readonly: true }, ...fields, ...rows] };
}
