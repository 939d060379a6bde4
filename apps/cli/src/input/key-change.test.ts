import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { KeyChangeOptions } from './key-change.ts';
import { changeOptions, keyChange } from './key-change.ts';

const nowMs = Date.UTC(2027, 0, 31);

/** Reads options as the command line does. */
function typed(...words: readonly string[]): ReturnType<typeof keyChange> {
  const command = new Command().exitOverride().configureOutput({ outputError: () => {} });
  for (const option of changeOptions()) command.addOption(option);
  return keyChange(command.parse(words, { from: 'user' }).opts<KeyChangeOptions>(), nowMs);
}

describe('what is to be changed', () => {
  test.each([
    [['--name', 'b'], { name: 'b' }],
    [['--owner', 'bob'], { ownerId: 'bob' }],
    [['--owner', 'none', '--purpose', 'none'], { ownerId: null, purpose: null }],
    [['--label', 'env=prod', '--label', 'team=core'], { labels: { env: 'prod', team: 'core' } }],
    [['--label', 'none'], { labels: {} }],
    [['--label', 'none', '--label', 'env=prod'], { labels: { env: 'prod' } }],
    [['--data-limit', '50GB'], { limits: { dataLimitBytes: 5e10 } }],
    [
      ['--data-limit', 'none', '--models', 'none', '--requests-per-minute', '5'],
      { limits: { dataLimitBytes: null, models: null, requestsPerMinute: 5 } },
    ],
    [['--models', 'a,b', '--models', 'c', '--scope', 'read'], { limits: { models: ['a', 'b', 'c'], scopes: ['read'] } }],
    [['--budget', '20usd/month'], { limits: { budgetUsd: 20, budgetPeriod: '1mo' } }],
    [['--budget', '100usd'], { limits: { budgetUsd: 100, budgetPeriod: null } }],
    [['--budget', 'none'], { limits: { budgetUsd: null, budgetPeriod: null } }],
    [['--expires-in', '1mo'], { expiresAtMs: Date.UTC(2027, 1, 28) }],
    [['--expires-at', '2027-02-01'], { expiresAtMs: Date.UTC(2027, 1, 1) }],
    [['--expires-at', 'never'], { expiresAtMs: null }],
    [['--no-rotation-policy'], { rotationPolicy: null }],
    [
      ['--rotate-every', '12h', '--rotate-overlap', '1h'],
      {
        rotationPolicy: {
          rhythm: { kind: 'interval', everyMs: 43_200_000 },
          window: null,
          timeZone: 'UTC',
          jitterMs: 0,
          overlapMs: 3_600_000,
        },
      },
    ],
  ])('%j', (words, change) => {
    expect(typed(...words)).toEqual(change);
  });

  test('is never nothing, and never two ends', () => {
    expect(() => typed()).toThrow('Nothing to change was given');
    expect(() => typed('--rotate-every', '1d', '--no-rotation-policy')).toThrow('A rotation policy was given');
    expect(() => typed('--expires-in', '1d', '--expires-at', 'never')).toThrow('cannot be used with');
    expect(() => typed('--data-limit', '50Gb')).toThrow('--data-limit: "50Gb" is not an amount');
  });
});
