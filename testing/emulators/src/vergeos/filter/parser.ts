import { NotKnownError } from '../../kit/not-known.ts';
import { invalidArgument } from '../api-error.ts';
import type { Value } from '../rows/row.ts';
import type { Filter, Operator } from './syntax.ts';
import { operators } from './syntax.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

const names: readonly string[] = [...operators, 'and', 'or'];
const deepest = 100;

/**
 * Reads a filter. `and` and `or` bind alike, from left to right: `a or b and c` is `(a or b) and c`.
 *
 * @throws {ApiError} 422 for what is no filter
 * @throws {NotKnownError} for what nobody has tried
 */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text);
  if (tokens.length === 0) throw new NotKnownError('how an empty filter is answered');
  const parser = new Parser(tokens);
  const filter = parser.chain();
  if (!parser.done) throw invalidArgument();
  return filter;
}

class Parser {
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#place >= this.#tokens.length;
  }

  /** Parts between connecting words, up to the end or a closing parenthesis. */
  chain(): Filter {
    let left = this.#part();
    while (this.#peek()?.kind === 'word') {
      const kind = this.#name(this.#next());
      if (kind !== 'and' && kind !== 'or') throw invalidArgument();
      left = { kind, left, right: this.#part() };
    }
    return left;
  }

  #part(): Filter {
    const token = this.#next();
    if (token.kind === '(') {
      this.#depth += 1;
      if (this.#depth > deepest) throw new NotKnownError('how deep the parentheses of a filter may go');
      const inner = this.chain();
      if (this.#next().kind !== ')') throw invalidArgument();
      this.#depth -= 1;
      return inner;
    }
    if (token.kind !== 'word') throw invalidArgument();
    if (token.text.includes('#')) throw new NotKnownError('how a filter on a joined column is refused');
    const operator = this.#name(this.#next());
    if (!isOperator(operator)) throw invalidArgument();
    return { kind: 'condition', column: token.text, operator, value: this.#value() };
  }

  #value(): Value {
    const token = this.#next();
    switch (token.kind) {
      case 'text':
      case 'number':
        return token.value;
      case 'word':
        if (token.text === 'null') return null;
        if (token.text === 'true' || token.text === 'false') return token.text === 'true';
        throw invalidArgument();
      case '(':
      case ')':
        throw invalidArgument();
    }
  }

  #name(token: Token): string {
    if (token.kind !== 'word') throw invalidArgument();
    const { text } = token;
    if (!names.includes(text) && names.includes(text.toLowerCase())) {
      throw new NotKnownError('whether the words of a filter may be written in capitals');
    }
    return text;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#place];
  }

  #next(): Token {
    const token = this.#tokens[this.#place];
    if (token === undefined) throw invalidArgument();
    this.#place += 1;
    return token;
  }
}

function isOperator(name: string): name is Operator {
  return (operators as readonly string[]).includes(name);
}
