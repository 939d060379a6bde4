import type { AnswerToDecode } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { MissingSecretError } from '../errors/errors.ts';
import { readObject, readSecret, readText } from '../values/reading.ts';
import { hashKey } from './key-hash.ts';
import { decodeKey } from './key.ts';
import type { Key } from './key.ts';

/**
 * A new key with its secret, which exists in this answer only. The rest of the answer is less than what was stored: limits of single
 * models stand in `metadata` only, and when the budget is reset is not told at all; `info` shows everything.
 */
export interface GeneratedKey extends Key {
  readonly key: Secret;
}

/**
 * @param chosen - the secret that the caller has chosen; then the answer need not repeat it.
 * @throws {MissingSecretError} when nobody knows the secret.
 * @throws {DecodeError} when the answer is nothing of the kind.
 */
export function decodeGeneratedKey(
  body: unknown,
  answer: AnswerToDecode,
  chosen?: { readonly key: Secret; readonly token: string },
): GeneratedKey | Promise<GeneratedKey> {
  const fields = readObject(body, '');
  const key = readSecret(fields['key']) ?? chosen?.key;
  const token = readText(fields['token']) || readText(fields['token_id']) || chosen?.token;
  if (key === undefined) throw new MissingSecretError(answer.errorDetails(), token ?? null);
  if (token !== undefined) return { ...decodeKey({ ...fields, token }), key };
  return hashKey(key).then((hashed) => ({ ...decodeKey({ ...fields, token: hashed }), key }));
}
