import { JsonReader } from '@keyrack/http';
import { requiredKey } from './reference.ts';

/** What the creation of a row is answered with: where it stands. It is not the row; read that by its key. */
export interface CreatedRow {
  /** The `$key`. */
  readonly key: number;
}

/** @throws {DecodeError} when the answer does not tell which row it made. */
export function decodeCreatedRow(body: unknown): CreatedRow {
  return { key: requiredKey(JsonReader.of(body).unknown('$key')) };
}
