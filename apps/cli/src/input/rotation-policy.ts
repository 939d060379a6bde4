import type { RotationPolicy } from '@keyrack/contracts';
import { Option } from 'commander';
import { valueOption } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import type { Duration } from './durations.ts';
import { durationMs, parseDuration } from './durations.ts';

/** The part of a command's options that {@link rotationPolicyOptions} gives. */
export interface RotationPolicyOptions {
  readonly rotateEvery?: Duration;
  readonly rotateCron?: string;
  readonly rotateWindow?: NonNullable<RotationPolicy['window']>;
  readonly rotateZone?: string;
  readonly rotateJitter?: Duration;
  readonly rotateOverlap?: Duration;
}

const usualOverlap = '24h';

/** Under what the options stand in a command's help. */
export const rotationGroup = 'When it is rotated (by keyrack work):';

/** The options that say when a key is rotated without anybody asking. */
export function rotationPolicyOptions(): readonly Option[] {
  return [
    valueOption('--rotate-every <duration>', 'rotate it so often: 30d, 12h', parseDuration).conflicts('rotateCron'),
    new Option('--rotate-cron <expression>', 'rotate it at these times: "0 3 * * 1" is every Monday at 03:00'),
    valueOption('--rotate-window <from-until>', 'begin rotations only at this time of day: 02:00-05:00', parseWindow),
    new Option('--rotate-zone <zone>', 'the time zone of cron and window, such as Europe/Berlin (default: UTC)'),
    valueOption('--rotate-jitter <duration>', 'spread keys over so much time, each always by the same', parseDuration),
    valueOption(
      '--rotate-overlap <duration>',
      `how long the old secret stays valid after the new one was taken (default: ${usualOverlap})`,
      parseDuration,
    ),
  ].map((option) => option.helpGroup(rotationGroup));
}

/** Puts a policy together from what was typed; undefined: none was. @throws {UsageError} */
export function rotationPolicy(options: RotationPolicyOptions, nowMs: number): RotationPolicy | undefined {
  const { rotateEvery, rotateCron, rotateWindow, rotateZone, rotateJitter, rotateOverlap = parseDuration(usualOverlap) } = options;
  if (rotateEvery === undefined && rotateCron === undefined) {
    const given = [rotateWindow, rotateZone, rotateJitter, options.rotateOverlap].some((option) => option !== undefined);
    if (!given) return undefined;
    throw new UsageError(
      'How often to rotate was not given',
      'Add --rotate-every 30d or --rotate-cron "0 3 * * 1": a policy is given as a whole.',
    );
  }
  return {
    rhythm:
      rotateCron === undefined
        ? { kind: 'interval', everyMs: rotateEvery ? durationMs(rotateEvery, nowMs) : 0 }
        : { kind: 'cron', expression: rotateCron },
    window: rotateWindow ?? null,
    timeZone: rotateZone ?? 'UTC',
    jitterMs: rotateJitter ? durationMs(rotateJitter, nowMs) : 0,
    overlapMs: durationMs(rotateOverlap, nowMs),
  };
}

/** Reads `02:00-05:00`. @throws {UsageError} */
function parseWindow(text: string): NonNullable<RotationPolicy['window']> {
  const [from, until, ...more] = text.split('-');
  if (from && until && more.length === 0) return { from, until };
  throw new UsageError(`"${text}" is not a window of the day`, 'Give two times: 02:00-05:00.');
}
