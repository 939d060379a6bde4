import type { Json } from './json.ts';
import { Float } from './json.ts';

/** A text that is no JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  /** Where the reader stopped, in characters from the start; the proxy's error answers show it. */
  readonly offset: number;

  constructor(offset: number) {
    super(`no JSON at character ${offset}`);
    this.offset = offset;
  }
}

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const whitespace = /[ \t\n\r]*/y;
const plainText = /(?:[^"\\\p{Cc}]|[\x7f-\x9f])*/uy;
const words: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(Number.NaN)],
  ['Infinity', new Float(Number.POSITIVE_INFINITY)],
  ['-Infinity', new Float(Number.NEGATIVE_INFINITY)],
];
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads JSON as Python does: whole and other numbers differ, `NaN` and `Infinity` are numbers, of equal names the last wins.
 * @throws {JsonSyntaxError} where Python would stop
 */
export function parseJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(reader.afterSpace(0));
  const end = reader.afterSpace(reader.at);
  if (end < text.length) throw new JsonSyntaxError(end);
  return value;
}

class Reader {
  readonly #text: string;
  /** The place behind what was read last. */
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first place from there on that holds more than space. */
  afterSpace(from: number): number {
    whitespace.lastIndex = from;
    whitespace.test(this.#text);
    return whitespace.lastIndex;
  }

  value(start: number): Json {
    const first = this.#text[start];
    if (first === '"') return this.#string(start);
    if (first === '{') return this.#object(start + 1);
    if (first === '[') return this.#list(start + 1);
    const word = words.find(([spelling]) => this.#text.startsWith(spelling, start));
    if (word !== undefined) {
      this.at = start + word[0].length;
      return word[1];
    }
    return this.#number(start);
  }

  #number(start: number): Json {
    number.lastIndex = start;
    const [text, fraction, exponent] = number.exec(this.#text) ?? [];
    if (text === undefined) throw new JsonSyntaxError(start);
    this.at = start + text.length;
    if (fraction !== undefined || exponent !== undefined) return new Float(Number(text));
    const whole = Number(text);
    return Number.isSafeInteger(whole) ? whole : BigInt(text);
  }

  #list(start: number): Json {
    const items: Json[] = [];
    let place = this.afterSpace(start);
    if (this.#text[place] === ']') return this.#ended(place, items);
    for (;;) {
      items.push(this.value(place));
      place = this.afterSpace(this.at);
      if (this.#text[place] === ']') return this.#ended(place, items);
      if (this.#text[place] !== ',') throw new JsonSyntaxError(place);
      place = this.afterSpace(place + 1);
    }
  }

  #object(start: number): Json {
    const entries = new Map<string, Json>();
    let place = this.afterSpace(start);
    if (this.#text[place] === '}') return this.#ended(place, entries);
    for (;;) {
      if (this.#text[place] !== '"') throw new JsonSyntaxError(place);
      const name = this.#string(place);
      place = this.afterSpace(this.at);
      if (this.#text[place] !== ':') throw new JsonSyntaxError(place);
      entries.set(name, this.value(this.afterSpace(place + 1)));
      place = this.afterSpace(this.at);
      if (this.#text[place] === '}') return this.#ended(place, entries);
      if (this.#text[place] !== ',') throw new JsonSyntaxError(place);
      place = this.afterSpace(place + 1);
    }
  }

  #ended(place: number, value: Json): Json {
    this.at = place + 1;
    return value;
  }

  #string(start: number): string {
    let text = '';
    let place = start + 1;
    for (;;) {
      plainText.lastIndex = place;
      text += plainText.exec(this.#text)?.[0] ?? '';
      place = plainText.lastIndex;
      const next = this.#text[place];
      if (next === undefined) throw new JsonSyntaxError(start);
      if (next === '"') break;
      if (next !== '\\') throw new JsonSyntaxError(place);
      const escape = this.#text[place + 1];
      if (escape === undefined) throw new JsonSyntaxError(start);
      if (escape === 'u') {
        text += this.#unicode(place);
        place += 6;
        continue;
      }
      const meaning = escapes[escape];
      if (meaning === undefined) throw new JsonSyntaxError(place);
      text += meaning;
      place += 2;
    }
    this.at = place + 1;
    return text;
  }

  #unicode(place: number): string {
    const digits = this.#text.slice(place + 2, place + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new JsonSyntaxError(place + 1);
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
