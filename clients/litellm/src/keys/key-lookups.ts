import type { LiteLLMRequest } from '../caller.ts';
import type { Key } from './key.ts';
import { decodeOrderedPage, listQuery } from './list-keys.ts';
import type { KeyFilter, KeyPage, PagePlace } from './list-keys.ts';
import { readList, readObject } from '../values/reading.ts';

/** One page of whole keys in ascending order of creation. @throws {ConfigurationError} */
export async function orderedPage(filter: KeyFilter, place: PagePlace): Promise<LiteLLMRequest<KeyPage<Key>>> {
  const query = await listQuery({ ...filter, ...place, return_full_object: true, sort_by: 'created_at', sort_order: 'asc' });
  return { method: 'GET', route: '/key/list', query, decode: (body) => decodeOrderedPage(body, place) };
}

/** How many of these keys exist: the answer about several keys does not tell which is which. */
export function keyCount(tokens: readonly string[]): LiteLLMRequest<number> {
  return {
    method: 'POST',
    route: '/v2/key/info',
    body: { keys: tokens },
    readOnly: true,
    decode: (body) => readList(readObject(body, '')['info'], 'info').length,
  };
}
