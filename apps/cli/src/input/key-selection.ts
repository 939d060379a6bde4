import type { KeyFilter } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Option } from 'commander';
import { valueOption } from '../options.ts';
import type { Duration } from './durations.ts';
import { parseDuration, shiftInstant } from './durations.ts';
import type { Moment } from './instants.ts';
import { momentMs, parseMoment } from './instants.ts';

/** The options that choose keys by what is known of them. */
export interface KeySelectionOptions {
  readonly connection?: string;
  readonly expiresBefore?: Moment;
  readonly unusedFor?: Duration;
}

/** The options that choose keys by what is known of them. */
export function keySelectionOptions(): readonly Option[] {
  return [
    new Option('-c, --connection <name>', 'only keys of this connection'),
    valueOption('--expires-before <when>', 'only keys that expire before an instant, or within a duration', parseMoment),
    valueOption('--unused-for <duration>', 'only keys whose last known use is longer ago', parseDuration),
  ];
}

/** What the store can choose by. @throws {ConnectionNotFoundError} */
export async function selectionFilter(
  rack: Rack,
  { connection, expiresBefore }: KeySelectionOptions,
  nowMs: number,
): Promise<Pick<KeyFilter, 'connectionId' | 'expiresBeforeMs'>> {
  return {
    ...(connection !== undefined && { connectionId: (await rack.connections.get(connection)).id }),
    ...(expiresBefore !== undefined && { expiresBeforeMs: momentMs(expiresBefore, nowMs) }),
  };
}

/** The instant before which the last use of a chosen key lies; null where that does not matter. */
export function usedBeforeMs({ unusedFor }: KeySelectionOptions, nowMs: number): number | null {
  return unusedFor === undefined ? null : shiftInstant(nowMs, unusedFor, -1);
}
