import type { Store } from '@keyrack/contracts';
import type { StoreCase } from './store-case.ts';

/** What {@link runStoreCase} tries a guarantee on. */
export interface StoreCaseOptions {
  /**
   * Opens the store of a place, and makes an empty one where there is none. The same place may be opened several times at once.
   *
   * @param place - letters, digits and hyphens, fit for the name of a file or a database.
   */
  readonly open: (place: string) => Promise<Store>;
}

/** Tries one guarantee in a place of its own; rejects when it does not hold. @param place - must not have been used before. */
export async function runStoreCase(storeCase: StoreCase, place: string, { open }: StoreCaseOptions): Promise<void> {
  const opened: Store[] = [];
  const openAgain = async (): Promise<Store> => {
    const store = await open(place);
    opened.push(store);
    return store;
  };
  try {
    await storeCase.run({ store: await openAgain(), openAgain });
  } finally {
    for (const store of opened) await store.close();
  }
}
