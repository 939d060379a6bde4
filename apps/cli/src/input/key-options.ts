import { Option } from 'commander';
import { valueOption } from '../options.ts';
import { parseBudget } from './budgets.ts';
import { parseDuration } from './durations.ts';
import { parseInstant } from './instants.ts';
import { wholeNumber } from './numbers.ts';
import { collect, collectList } from './pairs.ts';
import { parseSize } from './sizes.ts';

/** The options that say who and what a key is for. */
export function describingOptions(): readonly Option[] {
  return [
    new Option('--owner <id>', 'the person or service it is for, such as alice or svc-billing'),
    valueOption('--shared-with <ids>', 'others who use it too, with commas', collectList),
    new Option('--purpose <text>', 'what it is for, in words'),
    valueOption('--label <name=value>', 'a label of your own; repeatable', collect),
  ].map((option) => option.helpGroup('What it is for:'));
}

/** The options that say when a key ends. */
export function expiryOptions(): readonly Option[] {
  return [
    valueOption('--expires-in <duration>', 'end it after: 12h, 30d, 6mo, 1y', parseDuration).conflicts('expiresAt'),
    valueOption('--expires-at <instant>', 'end it at: 2027-01-31, 2027-01-31T18:00Z', parseInstant),
  ].map((option) => option.helpGroup('How long and how much:'));
}

/** The options that limit a key. A system that has no such limit refuses it: nothing is imitated. */
export function limitOptions(): readonly Option[] {
  return [
    valueOption('--data-limit <size>', "data in the system's own window: 500MB, 50GB, 50GiB", parseSize),
    valueOption('--budget <amount>', 'money: 20usd/month, 5usd/day, 100usd in all', parseBudget),
    valueOption('--requests-per-minute <n>', 'requests in a minute', wholeNumber(1)),
    valueOption('--tokens-per-minute <n>', 'tokens of a model in a minute', wholeNumber(1)),
    valueOption('--max-parallel-requests <n>', 'requests at the same time', wholeNumber(1)),
    valueOption('--models <names>', 'models it may call, with commas', collectList),
    valueOption('--scope <scopes>', 'rights it carries, with commas; none: it is meant to have none', collectScopes),
    valueOption('--allow-ip <addresses>', 'addresses or ranges that may use it', collectList),
    valueOption('--deny-ip <addresses>', 'addresses or ranges that may not', collectList),
  ].map((option) => option.helpGroup('How long and how much:'));
}

/** The options that only some systems take; `connection check` lists them. */
export function providerOptionOptions(): readonly Option[] {
  return [
    new Option('--upstream-user <user>', 'the user in the system that the key belongs to'),
    valueOption('--set <name=value>', 'another field of the system; repeatable', collect),
  ].map((option) => option.helpGroup('What only some systems take:'));
}

/** `none` is an empty list: said, unlike one that was left out. */
function collectScopes(text: string, before?: readonly string[]): readonly string[] {
  return text === 'none' ? [] : collectList(text, before);
}
