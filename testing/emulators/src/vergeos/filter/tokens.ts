import { invalidArgument } from '../api-error.ts';
import { readLiteral } from './literal.ts';

/** One piece of a filter. */
export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: '(' | ')' };

const blank = /[ \t\r\n]+/y;
const numeral = /-?\d+(?:\.\d+)?(?![\w$#.])/y;
const word = /[A-Za-z_$][\w$#]*/y;

/** Cuts a filter into pieces. @throws {ApiError} 422 @throws {NotKnownError} */
export function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  let place = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = place;
    const [found] = pattern.exec(filter) ?? [];
    if (found !== undefined) place += found.length;
    return found;
  };
  for (;;) {
    take(blank);
    if (place >= filter.length) return tokens;
    const letter = filter[place];
    if (letter === '(' || letter === ')') {
      tokens.push({ kind: letter });
      place += 1;
      continue;
    }
    if (letter === "'") {
      const literal = readLiteral(filter, place + 1);
      tokens.push({ kind: 'text', value: literal.value });
      place = literal.end;
      continue;
    }
    const digits = take(numeral);
    const letters = digits === undefined ? take(word) : undefined;
    if (digits !== undefined) tokens.push({ kind: 'number', value: Number(digits) });
    else if (letters !== undefined) tokens.push({ kind: 'word', text: letters });
    else throw invalidArgument();
  }
}
