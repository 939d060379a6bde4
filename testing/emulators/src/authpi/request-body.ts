import type { EmulatedRequest } from '../kit/exchange.ts';
import { invalidContentType, invalidRequest } from './api-error.ts';
import type { Fields } from './records/record.ts';

/** Reads a JSON object; `undefined` when nothing was sent. @throws {ApiError} 400, 415 */
export function readBody({ headers, body }: EmulatedRequest): Fields | undefined {
  if (body.length === 0) return undefined;
  const type = (headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (type.trim().toLowerCase() !== 'application/json') throw invalidContentType();
  const value = parsed(body.toString());
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields; // a JSON object
  throw invalidRequest('The body must be a JSON object.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
}
