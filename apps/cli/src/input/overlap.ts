import type { Option } from 'commander';
import { valueOption } from '../options.ts';
import type { Duration } from './durations.ts';
import { durationMs, parseDuration } from './durations.ts';

/** The part of a command's options that {@link overlapOption} gives. */
export interface OverlapOptions {
  readonly overlap?: Duration;
}

const usualOverlap = '24h';

/** `--overlap`, for everything that rotates. */
export function overlapOption(): Option {
  return valueOption(
    '--overlap <duration>',
    `how long the old secret stays valid after the new one was taken (default: ${usualOverlap})`,
    parseDuration,
  );
}

/** The overlap that was typed, or the usual one, in milliseconds. */
export function overlapMs({ overlap = parseDuration(usualOverlap) }: OverlapOptions, nowMs: number): number {
  return durationMs(overlap, nowMs);
}

/** What happens to the old secret, as a sentence before it does. */
export function overlapNote(durationMs: number, nowMs: number): string {
  return durationMs === 0
    ? 'The old secret ends as soon as the new one was taken.'
    : `The old secret stays valid until about ${new Date(nowMs + durationMs).toISOString()}.`;
}
