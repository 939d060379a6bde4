import type { Row } from '../rows/row.ts';

/** Who makes a call. */
export interface Caller {
  readonly user: Row;
  /** The key the caller showed, when it was one. */
  readonly apiKey: Row | undefined;
}
