import type { Store } from '@keyrack/contracts';

/** What a guarantee of a store is tried on: a store with nothing in it. */
export interface StoreBench {
  readonly store: Store;
  /** Opens the same data once more, as another process would. Closed at the end of the case. */
  openAgain(): Promise<Store>;
}

/** One guarantee that every store gives. */
export interface StoreCase {
  /** What is guaranteed; `skip` refers to it. */
  readonly name: string;
  /** Rejects when the guarantee does not hold. */
  run(bench: StoreBench): Promise<void>;
}
