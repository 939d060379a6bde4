import type { KeyFilter } from '@keyrack/contracts';
import { UsageError } from '../usage-error.ts';

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * Collects a list that may be given with commas, several times, or both.
 * @throws {UsageError} for an empty one: it would choose, or limit, nothing without a word, where a variable is not set.
 */
export function collectList(value: string, before: readonly string[] = []): readonly string[] {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw nothingGiven();
  return [...before, ...items];
}

/** Takes any text but an empty one. @throws {UsageError} */
export function someText(text: string): string {
  if (text.trim() === '') throw nothingGiven();
  return text;
}

function nothingGiven(): UsageError {
  return new UsageError('nothing was given', 'Leave the option out, or see whether the shell variable is set.');
}

/** Reads the label to choose by: a name, or a name with its value. @throws {UsageError} */
export function labelFilter(text: string): NonNullable<KeyFilter['label']> {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (name.trim() === '') throw new UsageError(`"${text}" names no label`, 'Give it as --label team, or as --label team=core.');
  return equals < 0 ? { name } : { name, value: text.slice(equals + 1) };
}

/**
 * Reads `name=value` pairs.
 * @param option - as typed, for the message: `--label`.
 * @throws {UsageError} for a pair without a name or `=`, and for a name with two values.
 */
export function parsePairs(pairs: readonly string[], option: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of pairs.map((pair) => parsePair(pair, option))) {
    if (Object.hasOwn(result, name)) throw new UsageError(`${option} gives "${name}" twice`, 'Give each name once.');
    Object.defineProperty(result, name, { value, enumerable: true });
  }
  return result;
}

/**
 * Reads `name=value` pairs of which names may repeat: one value is a text, several are a list.
 * @throws {UsageError} for a pair without a name or `=`.
 */
export function parseRepeatablePairs(pairs: readonly string[], option: string): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of pairs.map((pair) => parsePair(pair, option))) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]));
}

function parsePair(pair: string, option: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new UsageError(`${option} "${pair}" is not of the form name=value`, `Give it as ${option} team=core.`);
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}
