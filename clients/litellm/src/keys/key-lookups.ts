import { DecodeError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { Caller, LiteLLMRequest } from '../caller.ts';
import { KeyNotFoundError } from '../errors/errors.ts';
import { everyItem } from '../paging/every-item.ts';
import type { ItemPage, PagePlace } from '../paging/every-item.ts';
import { instantRank } from '../paging/instant-rank.ts';
import { inOrder } from '../paging/ordered.ts';
import { readList, readObject } from '../values/reading.ts';
import { aliasQuery, decodeAliasesAt } from './key-aliases.ts';
import type { AliasFilter } from './key-aliases.ts';
import { tokenOf } from './key-hash.ts';
import type { KeyReference } from './key-hash.ts';
import { decodeKeyInfo } from './key.ts';
import type { Key } from './key.ts';
import type { ListedKey } from './listed-key.ts';
import { decodeKeyPage, listQuery } from './list-keys.ts';
import type { KeyFilter } from './list-keys.ts';
import { object, refuse } from '../values/parameter-checks.ts';

/** Streams whole keys in ascending order of creation. */
export function everyKey(caller: Caller, filter: KeyFilter, options?: CallOptions): AsyncGenerator<ListedKey, void, undefined> {
  return everyItem<ListedKey>({
    route: '/key/list',
    readPage: async (place) => caller.read(await orderedPage(filter, place), options),
    rankOf,
    identityOf,
  });
}

/** Streams aliases, each once. They come in the order of the database's letters, which nobody here knows. */
export function everyAlias(caller: Caller, filter: AliasFilter, options?: CallOptions): AsyncGenerator<string, void, undefined> {
  return everyItem({
    route: '/key/aliases',
    readPage: async (place) =>
      caller.read(
        {
          method: 'GET',
          route: '/key/aliases',
          query: aliasQuery({ ...object('a filter', filter), ...place }),
          decode: (body) => decodeAliasesAt(body, place),
        },
        options,
      ),
    identityOf: (alias) => alias,
  });
}

/** Reads several keys at once, each by itself. */
export async function readMany(caller: Caller, keys: readonly KeyReference[], options?: CallOptions): Promise<ReadonlyMap<string, Key>> {
  if (!Array.isArray(keys)) throw refuse('keys is a list');
  const tokens = [...new Set(await Promise.all(keys.map(tokenOf)))];
  const read = await Promise.all(tokens.map((token) => readOrNull(caller, token, options)));
  return new Map(read.filter((key) => key !== null).map((key) => [key.token, key]));
}

async function readOrNull(caller: Caller, token: string, options?: CallOptions): Promise<Key | null> {
  try {
    return await caller.read(
      { method: 'GET', route: '/key/info', query: { key: token }, decode: (body) => decodeKeyInfo(token, body) },
      options,
    );
  } catch (error) {
    if (KeyNotFoundError.isInstance(error)) return null;
    throw error;
  }
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

async function orderedPage(filter: KeyFilter, place: PagePlace): Promise<LiteLLMRequest<ItemPage<ListedKey>>> {
  const query = await listQuery({
    ...object('a filter', filter),
    ...place,
    return_full_object: true,
    sort_by: 'created_at',
    sort_order: 'asc',
  });
  return { method: 'GET', route: '/key/list', query, decode: (body) => decodeOrderedPage(body, place) };
}

/** The page that was asked for, in the order that was asked for. @throws {DecodeError} */
export function decodeOrderedPage(body: unknown, { page }: PagePlace): ItemPage<ListedKey> {
  const { keys, total_count: total, current_page: current } = decodeKeyPage(body);
  if (current !== page) throw new DecodeError('current_page', `${page}, which was asked for`);
  return { items: inOrder(keys, 'keys', rankOf), total };
}

function rankOf({ created_at: createdAt }: Key): string {
  return instantRank(createdAt);
}

/** A key that was deleted more than once is in the archive as often. */
export function identityOf({ token, deleted_at: deletedAt }: Key): string {
  return deletedAt === null ? token : `${token} ${deletedAt}`;
}
