import { expect, test } from 'vitest';
import { spellAmounts } from './amounts.ts';

test('amounts are found under one spelling, whichever of the two micro signs the service uses', () => {
  for (const sign of ['\u00b5', '\u03bc']) {
    const answer = {
      [`balance_${sign}usd`]: 7,
      lines: [{ [`amount_${sign}usd`]: 1 }],
      metadata: { [`mine_${sign}usd`]: 2 },
      period: '2026-11',
    };
    expect(spellAmounts(answer)).toEqual({
      balance_μusd: 7,
      lines: [{ amount_μusd: 1 }],
      metadata: { [`mine_${sign}usd`]: 2 },
      period: '2026-11',
    });
  }
});
