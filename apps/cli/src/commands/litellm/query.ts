import { parseRepeatablePairs } from '../../input/pairs.ts';

const wholeNumber = /^\d{1,9}$/;
const words: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * Reads what a list is asked for: numbers and switches are what they look like, a name that is given more than once is a list.
 *
 * @throws {UsageError}
 */
export function readQuery(pairs: readonly string[]): Readonly<Record<string, unknown>> {
  const read = parseRepeatablePairs(pairs, '--query');
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, typeof value === 'string' ? valueOf(value) : value]));
}

function valueOf(text: string): unknown {
  if (wholeNumber.test(text)) return Number(text);
  return Object.hasOwn(words, text) ? words[text] : text;
}
