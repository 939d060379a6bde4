import { NotKnownError } from '../../kit/not-known.ts';
import { invalidArgument } from '../api-error.ts';

const escapable = `\\'{`;

/**
 * Reads a text up to its closing quote. A backslash escapes itself, the quote and the opening brace; what stands in
 * balanced braces is dropped without a word, so that another text is meant than was written.
 *
 * @param start just behind the opening quote
 * @throws {ApiError} 422 for another escape, a brace that is not closed, a missing quote
 * @throws {NotKnownError} for a quote or a backslash within braces
 */
export function readLiteral(filter: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let depth = 0;
  for (let place = start; place < filter.length; place += 1) {
    const letter = filter.charAt(place);
    if (depth > 0) {
      if (letter === '{') depth += 1;
      else if (letter === '}') depth -= 1;
      else if (letter === "'" || letter === '\\') throw withinBraces(filter.slice(place), depth);
    } else if (letter === "'") {
      return { value, end: place + 1 };
    } else if (letter === '{') {
      depth = 1;
    } else if (letter === '\\') {
      place += 1;
      const escaped = filter.charAt(place);
      if (escaped === '' || !escapable.includes(escaped)) throw invalidArgument();
      value += escaped;
    } else {
      value += letter;
    }
  }
  throw invalidArgument();
}

/** A brace that nothing can close is an error for certain; else the quote might belong to what is dropped. */
function withinBraces(rest: string, depth: number): Error {
  const closing = rest.split('}').length - 1;
  return closing < depth ? invalidArgument() : new NotKnownError('how a quote or a backslash within braces is read');
}
