import type { EmulatedRequest } from '../../kit/exchange.ts';
import { InvalidRequest, missing, noJson, noObject } from '../schema/problems.ts';
import type { Problem } from '../schema/problems.ts';
import type { Fields, Given, Schema } from '../schema/schema.ts';
import { readFields } from '../schema/schema.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import { JsonSyntaxError, parseJson } from '../values/parse-json.ts';
import { HttpFailure, UnhandledFault } from './failures.ts';

/** A body before anybody looked at its fields. */
export type ReadBody = { readonly kind: 'none' } | { readonly kind: 'json'; readonly value: JsonObject } | { readonly kind: 'bytes' };

/**
 * Reads a body by its type; one without a type counts as JSON.
 * @throws {InvalidRequest} for bad JSON
 * @throws {UnhandledFault} for JSON that is no object: authorization trips over it
 */
export function readBody(request: EmulatedRequest): ReadBody {
  if (request.body.length === 0) return { kind: 'none' };
  if (!isJsonType(request.headers['content-type'])) return { kind: 'bytes' };
  let value: Json;
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new InvalidRequest([noJson(error.offset)]);
    throw new HttpFailure(400, 'There was an error parsing the body');
  }
  if (isObject(value)) return { kind: 'json', value };
  throw new UnhandledFault('the body is no object');
}

/** Reads the fields of a body; what is wrong is added to `problems`. */
export function bodyFields<F extends Fields>(schema: Schema<F>, body: ReadBody, problems: Problem[]): Given<F> | undefined {
  if (body.kind === 'json') return readFields(schema, body.value, { loc: ['body'], problems });
  if (body.kind === 'none') problems.push(missing(['body']));
  else if (schema.looksFirst !== undefined) throw new UnhandledFault('a rule looks into a body that is no object');
  else problems.push(noObject(['body']));
  return undefined;
}

/** Reads the fields of a query. A name given twice counts once, the last, unless its field is a list. */
export function queryFields<F extends Fields>(schema: Schema<F>, query: URLSearchParams, problems: Problem[]): Given<F> | undefined {
  const source = new Map<string, Json>();
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    source.set(name, schema.lists?.includes(name) === true ? values : (values.at(-1) ?? ''));
  }
  return readFields(schema, source, { loc: ['query'], problems });
}

function isJsonType(type: string | undefined): boolean {
  if (type === undefined) return true;
  const essence = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  return essence === 'application/json' || /^application\/[^/]*\+json$/.test(essence);
}
