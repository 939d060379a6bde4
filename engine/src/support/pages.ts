import type { Page, PageRequest } from '@keyrack/contracts';

/** Walks all pages of a listing. */
export async function* everyItem<T>(readPage: (page: PageRequest) => Promise<Page<T>>, limit = 500): AsyncIterable<T> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor === undefined ? { limit } : { limit, cursor });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** Gathers a stream into arrays of at most `size` items, so that each can be one transaction. */
export async function* inChunks<T>(source: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of source) {
    chunk.push(item);
    if (chunk.length >= size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
