import { gunzipSync } from 'node:zlib';
import type { EmulatedRequest } from '../kit/exchange.ts';
import { ApiError, internalServer } from './api-error.ts';
import { parseForm } from './form-body.ts';

/** What the server knows of a request's fields. */
export interface Fields {
  /** The id from the path. A JSON text, number or `true` as body makes the server lose it. */
  readonly id: string | undefined;
  /** The body's properties. They never replace the id of the path. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The body claimed to be gzip and was not: the real process dies of it. */
export class GzipCrash extends Error {
  override readonly name = 'GzipCrash';
}

/** A content encoding the server does not know; answered with an `Accept-Encoding` header. */
export class UnknownEncoding extends ApiError {
  constructor() {
    super(415, 'UnsupportedMediaType', 'content encoding not supported');
  }
}

/**
 * Reads a body by its type: JSON, forms; anything else counts as no body.
 * @throws {ApiError} for bad JSON
 * @throws {GzipCrash}
 */
export async function readBody(request: EmulatedRequest, pathId: string | undefined): Promise<Fields> {
  const type = request.headers['content-type'] ?? '';
  const essence = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  const nothing: Fields = { id: pathId, values: {} };
  const bytes = decoded(request, essence);
  if (bytes.length === 0 || request.method === 'GET' || request.method === 'HEAD') return nothing;
  if (essence === 'application/json' || /^application\/.*\+json$/.test(essence)) return jsonFields(bytes.toString(), pathId);
  if (essence === 'application/x-www-form-urlencoded') return { id: pathId, values: parseForm(bytes.toString()) };
  if (essence === 'multipart/form-data') return { id: pathId, values: await multipartFields(type, bytes) };
  return nothing;
}

function decoded({ headers, body }: EmulatedRequest, essence: string): Buffer {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || body.length === 0) return body;
  if (essence === 'multipart/form-data' || essence === 'application/octet-stream') return body; // read without looking at the encoding
  if (encoding !== 'gzip') throw new UnknownEncoding();
  try {
    return gunzipSync(body);
  } catch {
    throw new GzipCrash('a body said to be gzip was not');
  }
}

function jsonFields(text: string, pathId: string | undefined): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'InvalidContent', `Invalid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (Array.isArray(value)) {
    if (pathId === undefined) return { id: undefined, values: {} };
    throw new ApiError(internalServer().status, internalServer().code, 'Cannot map POST body of [Array array] onto req.params');
  }
  if (typeof value === 'object' && value !== null) return { id: pathId, values: { ...value } };
  return { id: value ? undefined : pathId, values: {} };
}

async function multipartFields(type: string, bytes: Buffer): Promise<Record<string, unknown>> {
  if (!/;\s*boundary=/i.test(type)) throw new ApiError(400, 'BadRequest', 'bad content-type header, no multipart boundary');
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  } catch {
    throw new ApiError(400, 'BadRequest', 'MultipartParser.end(): stream ended unexpectedly: state = START_BOUNDARY');
  }
}
