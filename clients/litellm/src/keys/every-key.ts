import type { Key } from './key.ts';
import type { KeyPage, PagePlace } from './list-keys.ts';

const largestPage = 100;
const smallestPage = 50;
/** More keys of one and the same millisecond are taken to keep their order; a page must reach beyond the overlap. */
const mostWithoutOrder = 40;
/** The proxy puts keys without an instant of creation last. */
const never = '~';

/**
 * Streams a list in ascending order of creation while it changes. The proxy counts pages by position, so a deletion moves every
 * later key one place forwards, over the edge between two pages; and keys of one and the same millisecond have no order. Therefore
 * each page begins before the last keys that were given, and when something else stands there, the reading goes back until it
 * is on known ground. Every key that exists all the time is given once, and a page is all that is kept.
 */
export async function* everyKey(readPage: (place: PagePlace) => Promise<KeyPage<Key>>): AsyncGenerator<Key, void, undefined> {
  let last = '';
  /** What was given of the keys made at `last`. */
  let given = new Set<string>();
  let next = 0;
  for (;;) {
    const overlap = given.size < mostWithoutOrder ? given.size + 1 : 1;
    const place = pageAround(Math.max(0, next - overlap));
    const { keys, total_count: total } = await readPage(place);
    const start = (place.page - 1) * place.size;
    const [first] = keys;
    const isOnKnownGround = start === 0 || (first !== undefined && (overlap > 1 ? madeAt(first) < last : !isNew(first)));
    if (!isOnKnownGround) {
      next = Math.max(0, Math.min(start, total) - largestPage);
      continue;
    }
    for (const key of keys.filter(isNew)) {
      if (madeAt(key) !== last) given = new Set();
      last = madeAt(key);
      given.add(key.token);
      yield key;
    }
    next = start + keys.length;
    if (keys.length < place.size || next >= total) return;
  }

  function isNew(key: Key): boolean {
    const at = madeAt(key);
    return at > last || (at === last && !given.has(key.token));
  }
}

/**
 * The page that holds a position and reaches furthest behind it; pages of every size begin at multiples of it.
 *
 * @param position - counts from 0.
 */
export function pageAround(position: number): PagePlace {
  let best: PagePlace = { page: 1, size: largestPage };
  let furthest = 0;
  for (let size = largestPage; size >= smallestPage; size -= 1) {
    const page = Math.floor(position / size) + 1;
    if (page * size <= furthest) continue;
    furthest = page * size;
    best = { page, size };
  }
  return best;
}

function madeAt(key: Key): string {
  return key.created_at ?? never;
}
