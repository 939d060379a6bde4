import { InvalidInputError } from '@keyrack/contracts';

/** The `$key` behind an id of the engine. @throws {InvalidInputError} for what cannot be one: asked for, it would lead to another address. */
export function readUpstreamId(upstreamId: string): number {
  const key = /^[1-9]\d{0,15}$/.test(upstreamId) ? Number(upstreamId) : Number.NaN;
  if (Number.isSafeInteger(key)) return key;
  throw new InvalidInputError('VergeOS: the id of a key is a whole number', { details: { field: 'upstreamId' } });
}
