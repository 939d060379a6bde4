import { Command } from 'commander';
import { expect, test } from 'vitest';
import { limitOptions } from '../input/key-options.ts';
import { optionWords } from './option-words.ts';

test.each([
  ['"vpn" (outline) cannot limit models, budgetUsd, budgetPeriod', '"vpn" (outline) cannot limit --models, --budget'],
  ['It can limit: budgetUsd, budgetPeriod, requestsPerMinute, models.', 'It can limit: --budget, --requests-per-minute, --models.'],
  ['AuthPI cannot limit a key by dataLimitBytes', 'AuthPI cannot limit a key by --data-limit'],
  ['It can by scopes, allowedAddresses.', 'It can by --scope, --allow-ip.'],
  ['requestsPerMinute is a whole number of 0 or more', '--requests-per-minute is a whole number of 0 or more'],
])('calls limits by their options: %s', (text, expected) => {
  expect(optionWords(text)).toBe(expected);
});

test('names no option that the command line has not', () => {
  const command = new Command();
  for (const option of limitOptions()) command.addOption(option);
  const known = command.options.map(({ long }) => long);
  const names = 'dataLimitBytes budgetUsd requestsPerMinute tokensPerMinute maxParallelRequests allowedAddresses deniedAddresses';
  expect(known).toEqual(expect.arrayContaining(optionWords(names).split(' ')));
});

test('leaves other words alone', () => {
  const text = 'The models of "aliceSmith" and its scopes are certSha256';
  expect(optionWords(text)).toBe(text);
});
