import { iterate } from './handover.ts';
import { JsonListReader } from './json-list-reader.ts';
import type { ApiRequest } from './request.ts';

/** A call whose 2xx answer is a list in an object, read item by item. */
export interface ListRequest<Item = unknown> extends Omit<ApiRequest, 'decode'> {
  /** The name of the list in the answer: `accessKeys`. */
  readonly list: string;
  /**
   * Turns an item into what the caller gets. What it throws becomes what the same thing becomes in `decode` of a request.
   * @default the parsed JSON as it is
   */
  readonly decodeItem?: (item: unknown, index: number) => Item;
}

/** Reads the body of one attempt as it comes. */
export interface BodyReader {
  /**
   * Takes a chunk and says whether to read on, at once or when the caller is done with what was in it. While a promise is
   * open, nothing is read and no time is counted; from the first one on, the call is not repeated any more.
   */
  receive(chunk: Uint8Array): boolean | Promise<boolean>;
  /** The body is complete. */
  finish(): void;
}

/** Makes one call, each of whose attempts is read by a reader of its own. */
export type RunCall = (openReader: () => BodyReader) => Promise<unknown>;

/** The chunks of a body. */
export function streamChunks(run: RunCall): AsyncGenerator<Uint8Array, void, undefined> {
  return iterate<Uint8Array>((give) => run(() => ({ receive: give, finish: () => undefined })));
}

/** The items of a list, where at most so many characters are held at once. */
export async function* streamItems<Item>(run: RunCall, request: ListRequest<Item>, longest: number): AsyncGenerator<Item, void, undefined> {
  // Without a decoder the caller has chosen `unknown` as the type of an item.
  const { list, decodeItem = (item: unknown): Item => item as Item } = request;
  const open = (give: (items: readonly Item[]) => Promise<boolean>): BodyReader => {
    const reader = new JsonListReader(list, longest);
    let count = 0;
    return {
      receive(chunk) {
        const items = reader.push(chunk).map((item) => decodeItem(item, count++));
        return items.length === 0 || give(items);
      },
      finish: () => reader.finish(),
    };
  };
  for await (const items of iterate<readonly Item[]>((give) => run(() => open(give)))) yield* items;
}
