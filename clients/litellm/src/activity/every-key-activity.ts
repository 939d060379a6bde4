import { endless } from '../paging/every-item.ts';
import type { KeyActivity, KeyActivityPage } from './activity-keys.ts';

const pageSize = 100;
/** Whole readings that bring nothing new while a key is still missing. */
const mostReadingsWithoutNews = 10;

/**
 * Streams what every key came to. The proxy sorts by what was spent, which changes while it is read: a key can overtake the reader and
 * be skipped. But keys only ever join this list; so when as many were given as there are, none was skipped, and until then the
 * reading begins again and gives what is new.
 *
 * @throws {ResponseShapeError} when a key that is said to be there is never shown.
 */
export async function* everyKeyActivity(
  route: string,
  readPage: (place: { readonly offset: number; readonly limit: number }) => Promise<KeyActivityPage>,
): AsyncGenerator<KeyActivity, void, undefined> {
  const given = new Set<string>();
  let readingsWithoutNews = 0;
  for (;;) {
    const before = given.size;
    let offset = 0;
    for (;;) {
      const { api_keys: keys, total_api_keys: total } = await readPage({ offset, limit: pageSize });
      for (const key of keys) {
        if (given.has(key.api_key)) continue;
        given.add(key.api_key);
        yield key;
      }
      offset += keys.length;
      if (given.size >= total) return;
      if (keys.length === 0 || offset >= total) break;
    }
    readingsWithoutNews = given.size > before ? 0 : readingsWithoutNews + 1;
    if (readingsWithoutNews > mostReadingsWithoutNews) throw endless(route);
  }
}
