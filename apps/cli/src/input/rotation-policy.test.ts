import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { RotationPolicyOptions } from './rotation-policy.ts';
import { rotationPolicy, rotationPolicyOptions } from './rotation-policy.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2027, 0, 31);

/** Reads options as the command line does. */
function typed(...words: readonly string[]): ReturnType<typeof rotationPolicy> {
  const command = new Command().exitOverride().configureOutput({ outputError: () => {} });
  for (const option of rotationPolicyOptions()) command.addOption(option);
  return rotationPolicy(command.parse(words, { from: 'user' }).opts<RotationPolicyOptions>(), nowMs);
}

const usual = { window: null, timeZone: 'UTC', jitterMs: 0, overlapMs: 24 * hourMs };

describe('when a key is rotated', () => {
  test.each([
    [[], undefined],
    [['--rotate-every', '30d'], { ...usual, rhythm: { kind: 'interval', everyMs: 720 * hourMs } }],
    [
      ['--rotate-every', '1mo', '--rotate-overlap', '0s'],
      { ...usual, rhythm: { kind: 'interval', everyMs: 28 * 24 * hourMs }, overlapMs: 0 },
    ],
    [
      ['--rotate-cron', '0 3 * * 1', '--rotate-zone', 'Europe/Berlin', '--rotate-window', '02:00-05:00', '--rotate-jitter', '1h'],
      {
        rhythm: { kind: 'cron', expression: '0 3 * * 1' },
        window: { from: '02:00', until: '05:00' },
        timeZone: 'Europe/Berlin',
        jitterMs: hourMs,
        overlapMs: 24 * hourMs,
      },
    ],
  ])('%j', (words, policy) => {
    expect(typed(...words)).toEqual(policy);
  });

  test.each([
    [['--rotate-window', '02:00-05:00'], 'How often to rotate was not given'],
    [['--rotate-overlap', '1h'], 'How often to rotate was not given'],
    [['--rotate-every', '1h', '--rotate-cron', '* * * * *'], 'cannot be used with'],
    [['--rotate-every', '1h', '--rotate-window', '02:00'], 'is not a window of the day'],
    [['--rotate-every', 'often'], '--rotate-every: "often" is not a duration'],
  ])('%j is refused', (words, message) => {
    expect(() => typed(...words)).toThrow(message);
  });
});
