import type { AnswerToDecode } from '@keyrack/http';
import { malformed, readFields } from './item.ts';
import type { ItemShape } from './item.ts';
import type { Page } from './page.ts';
import { isFields } from './reading.ts';

/**
 * Reads one page. Items are not checked one by one, so that a field that one of them lacks does not hide the others.
 *
 * @throws {MalformedResponseError} when there is no list: an answer without one must not pass for an empty list.
 */
export function readPage<T>(body: unknown, answer: AnswerToDecode, shape: ItemShape): Page<T> {
  if (!isFields(body)) throw malformed(answer, 'the answer is not a list');
  const { has_more: hasMore, next_cursor: nextCursor, invalid_count: invalidCount } = body;
  return {
    data: itemsOf<T>(body['data'], answer, shape),
    has_more: hasMore === true,
    next_cursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : null,
    invalid_count: typeof invalidCount === 'number' ? invalidCount : 0,
  };
}

/** Reads a list that has no pages. @throws {MalformedResponseError} */
export function readArray<T>(body: unknown, answer: AnswerToDecode, shape: ItemShape): readonly T[] {
  return itemsOf<T>(isFields(body) ? body['data'] : body, answer, shape);
}

function itemsOf<T>(data: unknown, answer: AnswerToDecode, shape: ItemShape): readonly T[] {
  // A list of one is sometimes sent as that one.
  const items: unknown = isFields(data) && shape.mayBeSingle === true ? [data] : data;
  if (!Array.isArray(items)) throw malformed(answer, 'the answer is not a list');
  if (!items.every(isFields)) throw malformed(answer, 'the list holds something that is not an object');
  // What the operation's author said of them; see Item.
  return items.map((item) => readFields(item, shape)) as readonly T[];
}
