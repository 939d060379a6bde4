import { expect, test } from 'vitest';
import { parseBudget } from './budgets.ts';

test.each([
  ['20usd/month', { budgetUsd: 20, budgetPeriod: '1mo' }],
  ['5.50 USD/day', { budgetUsd: 5.5, budgetPeriod: '1d' }],
  ['$20/week', { budgetUsd: 20, budgetPeriod: '1w' }],
  ['20usd/30d', { budgetUsd: 20, budgetPeriod: '30d' }],
  ['100usd', { budgetUsd: 100 }],
])('reads the budget %s', (text, budget) => {
  expect(parseBudget(text)).toEqual(budget);
});

test.each(['20', '20eur', 'usd', '-1usd', '20usd/', '20usd/month/day'])('refuses the budget "%s"', (text) => {
  expect(() => parseBudget(text)).toThrow(`"${text}" is not a budget`);
});

test('refuses a period that is no duration', () => {
  expect(() => parseBudget('20usd/fortnight')).toThrow('"fortnight" is not a duration');
});
