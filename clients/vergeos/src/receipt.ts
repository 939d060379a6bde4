import type { AnswerToDecode } from '@keyrack/http';
import { JsonReader } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { MissingKeyError, MissingSecretError } from './errors.ts';
import { readKey } from './reference.ts';

/** What a new key's answer tells: where it stands, and its secret. */
export interface KeyReceipt {
  readonly key: number;
  readonly secret: Secret;
}

/**
 * Reads the answer to the creation of a key. The system puts the secret into `response.private_key`; readers of its API look in
 * other places too, so all of them are tried before it counts as lost.
 *
 * @throws {MissingSecretError} carrying the key, so that it can be deleted.
 * @throws {MissingKeyError} carrying the secret.
 */
export function readKeyReceipt(body: unknown, answer: AnswerToDecode): KeyReceipt {
  const reader = readerOf(body);
  const key = reader === undefined ? null : keyOf(reader);
  const response = reader?.object('response');
  const secret =
    response?.secret('private_key') ??
    response?.secret('token') ??
    reader?.secret('private_key') ??
    reader?.secret('token') ??
    reader?.secret('key');
  if (secret === undefined) throw new MissingSecretError(answer.errorDetails(), key);
  if (key === null) throw new MissingKeyError(answer.errorDetails(), secret);
  return { key, secret };
}

/** The `$key` is a text here; the other members name the same row. */
function keyOf(reader: JsonReader): number | null {
  const path = reader.text('dbpath') ?? reader.text('location');
  return readKey(reader.unknown('$key')) ?? readKey(reader.unknown('$row')) ?? readKey(path?.slice(path.lastIndexOf('/') + 1));
}

function readerOf(body: unknown): JsonReader | undefined {
  try {
    return JsonReader.of(body);
  } catch {
    return undefined; // there is neither a key nor a secret in it
  }
}
