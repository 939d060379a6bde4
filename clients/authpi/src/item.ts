import type { AnswerToDecode } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { MalformedResponseError, MissingSecretError } from './client-errors.ts';
import { spellAmounts } from './amounts.ts';
import { isFields } from './reading.ts';
import type { Fields } from './reading.ts';
import { wrapSecrets } from './secrets.ts';
import type { SecretPlaces } from './secrets.ts';

/**
 * What an answer says beside its fields. These members are not enumerable: a copy of the item, or its JSON, holds the fields
 * and nothing else, and can be sent back.
 */
export interface AnswerFacts {
  /** The entity tag, quotes included, to be given back as `ifMatch`; null: the service sent none. */
  readonly etag: string | null;
  /** Whether the service repeated the answer that it keeps for this Idempotency-Key, instead of acting. */
  readonly replayed: boolean;
}

/**
 * One object of the API. The fields are the service's own, under their names on the wire; only a one-time secret is wrapped.
 * They are not checked one by one: a field that the type promises may be missing from an answer, and after a write that was
 * answered without a body, all are.
 */
export type Item<T> = T & AnswerFacts;

/** How the answer of an operation is read. */
export interface ItemShape extends SecretPlaces {
  /** The secret without which the answer is a loss. */
  readonly requiredSecret?: string;
  /** The id of what gets the secret, where it is known before the call. */
  readonly secretFor?: string;
  /** Whether it tells amounts of money. */
  readonly amounts?: boolean;
  /** Whether one object in the place of a list is a list of one. */
  readonly mayBeSingle?: boolean;
}

/**
 * Reads an answer that shows one object. What a write has already done is never turned into a failure by a missing field.
 *
 * @throws {MalformedResponseError} when it is no object.
 * @throws {MissingSecretError}
 */
export function readItem<T>(body: unknown, answer: AnswerToDecode, shape: ItemShape & { readonly isRead: boolean }): Item<T> {
  const { isRead, requiredSecret, secretFor = null } = shape;
  const shown = unwrap(body);
  const fields = shown === undefined && !isRead ? {} : shown;
  if (!isFields(fields)) throw malformed(answer, 'the answer is not an object');
  const item = readFields(fields, shape);
  if (requiredSecret !== undefined && !holdsSecret(item[requiredSecret]))
    throw new MissingSecretError(answer.errorDetails(), idOf(item) ?? secretFor);
  const { headers } = answer;
  const facts: AnswerFacts = { etag: headers['etag'] ?? null, replayed: headers['idempotent-replayed'] === 'true' };
  Object.defineProperties(item, { etag: { value: facts.etag }, replayed: { value: facts.replayed } });
  // What the operation's author said of it; see Item.
  return item as Item<T>;
}

/**
 * Takes what is shown out of its envelope `{ data }`; `undefined` when nothing is. What stands beside `data` is kept with it, or a
 * one-time secret there would be lost. An object with an `id` of its own is no envelope: an event has a field `data` as well.
 */
function unwrap(body: unknown): unknown {
  if (!isFields(body) || !('data' in body) || 'id' in body) return body ?? undefined;
  const { data, ...beside } = body;
  if (isFields(data)) return Object.keys(beside).length === 0 ? data : { ...beside, ...data };
  return Object.keys(beside).length === 0 ? (data ?? undefined) : body;
}

/** One object, its secrets wrapped and its amounts spelled in one way. It is parsed JSON that nobody else has seen. */
export function readFields(fields: Fields, shape: ItemShape): Record<string, unknown> {
  const read = (shape.amounts === true ? spellAmounts(fields) : fields) as Record<string, unknown>;
  wrapSecrets(read, shape);
  return read;
}

function holdsSecret(value: unknown): boolean {
  return Array.isArray(value) ? value.some(holdsSecret) : Secret.isSecret(value);
}

function idOf({ id }: Fields): string | null {
  return typeof id === 'string' && /^[\w.-]{1,128}$/.test(id) ? id : null;
}

/** The error for an answer of 2xx that cannot be used. @param fault - what is wrong, without any value. */
export function malformed(answer: AnswerToDecode, fault: string): MalformedResponseError {
  const details = answer.errorDetails();
  const done = details.outcome === 'applied' ? ', but it took effect' : '';
  const advice = 'Check that the address is that of the API.';
  return new MalformedResponseError({ fault: `${details.method} ${details.route}: ${fault}${done}`, advice }, details);
}
