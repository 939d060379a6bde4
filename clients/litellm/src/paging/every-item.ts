import { ResponseShapeError } from '@keyrack/http';

/** Which part of a list. */
export interface PagePlace {
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

/** A part of a list, and how long the list was at that moment. */
export interface ItemPage<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/** A list that is read page by page. */
export interface PagedList<Item> {
  /** For errors: `/key/list`. */
  readonly route: string;
  /** Pages hold up to 100 items. */
  readPage(place: PagePlace): Promise<ItemPage<Item>>;
  identityOf(item: Item): string;
  /**
   * What the list is sorted by, so written that its order as a text is that of the list. Without it the order is not known, and
   * everything that was given is kept in mind.
   */
  readonly rankOf?: (item: Item) => string;
}

const largestPage = 100;
const smallestPage = 50;
/** More items of one and the same rank are taken to keep their order; a page must reach beyond the overlap. */
const mostWithoutOrder = 40;

/**
 * Streams a list in its order while it changes. The proxy counts pages by position, so a deletion moves every later item one place
 * forwards, over the edge between two pages; and items of one and the same rank have no order. Therefore each page begins before
 * the last items that were given, and when something else stands there, the reading goes back until it is on known ground. Every
 * item that exists all the time is given once.
 *
 * @throws {ResponseShapeError} when a server shows the same again and again, which would never end.
 */
export async function* everyItem<Item>(list: PagedList<Item>): AsyncGenerator<Item, void, undefined> {
  const { route, identityOf, rankOf = () => '' } = list;
  let last = '';
  /** What was given of the rank `last`. */
  let given = new Set<string>();
  let next = 0;
  /** How far the reading was when something new came last. */
  let newsAt = 0;
  let readsWithoutNews = 0;
  for (;;) {
    const overlap = list.rankOf !== undefined && given.size < mostWithoutOrder ? given.size + 1 : 1;
    const place = pageAround(Math.max(0, next - overlap));
    const { items, total } = await list.readPage(place);
    const start = (place.page - 1) * place.size;
    const [first] = items;
    const isOnKnownGround = start === 0 || (first !== undefined && (overlap > 1 ? rankOf(first) < last : !isNew(first)));
    const hasNews = isOnKnownGround && items.some(isNew);
    readsWithoutNews = hasNews ? 0 : readsWithoutNews + 1;
    if (hasNews) newsAt = start + items.length;
    else if (readsWithoutNews > mostReadsWithoutNews(newsAt)) throw endless(route);
    if (!isOnKnownGround) {
      next = Math.max(0, Math.min(start, total) - largestPage);
      continue;
    }
    for (const item of items) {
      if (!isNew(item)) continue;
      if (rankOf(item) !== last) given = new Set();
      last = rankOf(item);
      given.add(identityOf(item));
      yield item;
    }
    next = start + items.length;
    if (items.length < place.size || next >= total) return;
  }

  function isNew(item: Item): boolean {
    const rank = rankOf(item);
    return rank > last || (rank === last && !given.has(identityOf(item)));
  }
}

/** All the way back to the beginning and forwards again in the smallest steps. */
function mostReadsWithoutNews(position: number): number {
  return 10 + Math.ceil(position / largestPage) + Math.ceil(position / smallestPage);
}

/** The error of pages that would never end. */
export function endless(route: string): ResponseShapeError {
  const details = { system: 'litellm', method: 'GET', route, status: 200, attempts: 1, outcome: 'not-applied', retryable: true } as const;
  return new ResponseShapeError({ fault: `GET ${route}: the pages show the same again and again`, advice: 'List again.' }, details);
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
