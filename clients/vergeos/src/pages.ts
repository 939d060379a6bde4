/** One row with what rows are ordered by: a number on most tables, a text on some. */
export interface KeyedRow {
  readonly key: number | string;
}

/** A page as it is asked for. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** How {@link readPages} goes through a list. */
export interface Paging<Row> {
  /** Where the first page begins. */
  readonly offset: number;
  /** 2 or more. */
  readonly pageSize: number;
  /** Reads rows in ascending order of their keys. */
  readonly read: (page: PageRequest) => Promise<readonly Row[]>;
  /** Makes the error for a list that cannot be read to its end. @param reason - what is wrong with it. */
  readonly broken: (reason: string) => Error;
}

/** Full pages in a row that hold nothing new, although no row has moved: somebody does not look at the offset. */
const mostRepeatedPages = 3;
/** Pages in a row that bring nothing new at all. Each step back needs a row that was removed at that moment. */
const mostIdlePages = 100;

/**
 * Goes through a list by offset, page by page, and gives each row once. Each page begins with the last row of the one before: when another row
 * stands there, rows before it were removed meanwhile, and it goes back a page instead of stepping over some. A row that exists
 * from the beginning to the end is never left out.
 */
export async function* readPages<Row extends KeyedRow>({
  offset,
  pageSize,
  read,
  broken,
}: Paging<Row>): AsyncGenerator<readonly Row[], void, undefined> {
  const given = new GivenKeys();
  let place = offset;
  let repeated = 0;
  for (let idle = 0; idle < mostIdlePages && repeated < mostRepeatedPages; idle += 1) {
    const rows: readonly Row[] = await read({ offset: place, limit: pageSize });
    const isOneOfSeveral = place > offset || rows.length >= pageSize;
    if (isOneOfSeveral && !isInOrder(rows)) throw broken('its rows are not in the order that was asked for');
    const hasMoved = place > offset && !rows.some(({ key }) => given.has(key));
    if (hasMoved) {
      place = Math.max(offset, place - pageSize);
      repeated = 0;
      continue;
    }
    const fresh = rows.filter(({ key }) => !given.has(key));
    yield fresh;
    if (rows.length < pageSize) return;
    for (const { key } of fresh) given.add(key);
    repeated += 1;
    if (fresh.length > 0) idle = repeated = 0;
    place += pageSize - 1;
  }
  throw broken('the same rows come again and again');
}

/** Numbers that do not ascend would hide rows: the last one stands for all before it. */
function isInOrder(rows: readonly KeyedRow[]): boolean {
  return rows.every(({ key }, index) => {
    const before = rows[index - 1]?.key;
    return typeof key !== 'number' || typeof before !== 'number' || before < key;
  });
}

/** The keys of the rows that were given. Numbers come in ascending order, so that the last one stands for all of them. */
class GivenKeys {
  #last = 0;
  readonly #texts = new Set<string>();

  has(key: number | string): boolean {
    return typeof key === 'number' ? key <= this.#last : this.#texts.has(key);
  }

  add(key: number | string): void {
    if (typeof key === 'number') this.#last = key;
    else this.#texts.add(key);
  }
}
