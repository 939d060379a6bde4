import { meantOf } from '../suggest.ts';
import { UsageError } from '../usage-error.ts';

/** Reads a whole number within a range, bounds included. @throws {UsageError} */
export function wholeNumber(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    throw new UsageError(`"${text}" is not a whole number ${range}`, 'Give it in digits, without a unit.');
  };
}

/** Reads one of a few words, with the nearest one in the message. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new UsageError(`"${text}" is not one of ${words.join(', ')}`, meantOf(text, words));
  };
}
