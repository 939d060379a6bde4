/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back to get the next page; null: this was the last. */
  readonly nextCursor: string | null;
}

/** Which page. */
export interface PageRequest {
  /** 1 to 1,000. @default 100 */
  readonly limit?: number;
  /** From the page before. */
  readonly cursor?: string;
}
