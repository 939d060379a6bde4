import type { EmulatedRequest } from '../kit/exchange.ts';
import { NotKnownError } from '../kit/not-known.ts';
import { badRequest } from './api-error.ts';
import type { Fields } from './rows/rules.ts';

/** Reads a JSON object, whatever type it was sent as. @throws {ApiError} 400 @throws {NotKnownError} */
export function readBody({ body }: EmulatedRequest): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw badRequest('Bad request');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields; // a JSON object
  throw new NotKnownError('how a body that is no JSON object is answered');
}
