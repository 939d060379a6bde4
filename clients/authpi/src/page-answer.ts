import type { AnswerToDecode } from '@keyrack/http';
import { malformed } from './item.ts';
import type { Page } from './page.ts';
import { isFields } from './reading.ts';

/**
 * Reads one page. Items are not checked one by one, so that a field that one of them lacks does not hide the others.
 *
 * @throws {MalformedResponseError} when there is no list: an answer without one must not pass for an empty list.
 */
export function readPage<T>(body: unknown, answer: AnswerToDecode): Page<T> {
  if (!isFields(body)) throw malformed(answer, 'the answer is not a list');
  const { has_more: hasMore, next_cursor: nextCursor, invalid_count: invalidCount } = body;
  return {
    data: itemsOf<T>(body['data'], answer),
    has_more: hasMore === true,
    next_cursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : null,
    invalid_count: typeof invalidCount === 'number' ? invalidCount : 0,
  };
}

/** Reads a list that has no pages. @throws {MalformedResponseError} */
export function readArray<T>(body: unknown, answer: AnswerToDecode): readonly T[] {
  return itemsOf<T>(isFields(body) ? body['data'] : body, answer);
}

function itemsOf<T>(data: unknown, answer: AnswerToDecode): readonly T[] {
  if (!Array.isArray(data)) throw malformed(answer, 'the answer is not a list');
  if (!data.every(isFields)) throw malformed(answer, 'the list holds something that is not an object');
  // What the operation's author said of them; see Item.
  return data as readonly T[];
}
