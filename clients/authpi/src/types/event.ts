// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';

/** Something that happened. */
export interface Event {
  readonly spec: string;
  readonly id: string;
  readonly trace?: string | null;
  readonly type: string;
  readonly source: string;
  readonly trigger?: string | null;
  readonly auth?: Fields | null;
  readonly subject?: Fields | null;
  readonly timestamp: number;
  readonly data?: Fields | null;
}

/** Events, counted in buckets. */
export interface EventsAggregateResponse {
  readonly interval: string | null;
  readonly group_by: string | null;
  readonly buckets: readonly Fields[];
}
