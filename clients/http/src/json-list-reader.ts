import { DecodeError } from './decode.ts';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads the items of one list in a JSON object, `{"<member>": [...]}`, while the text is still coming, wherever it is cut.
 * It only finds where an item ends; all text is read by JSON.parse, that around the list too. What is held at once is a
 * chunk and an unfinished item.
 */
export class JsonListReader {
  readonly #member: string;
  readonly #longest: number;
  readonly #decoder = new TextDecoder();
  /** The text around the list. */
  readonly #frame: string[] = [];
  /** The beginning of what is not complete: an item, or, outside of the list, a name. */
  #held: string[] = [];
  #place: 'before' | 'inside' | 'after' = 'before';
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #name = '';
  #frameLength = 0;
  #heldLength = 0;
  #hasItems = false;

  /**
   * @param member - the name of the list.
   * @param longest - the most characters of one item, or of all that is around the list.
   */
  constructor(member: string, longest: number) {
    this.#member = member;
    this.#longest = longest;
  }

  /**
   * Takes a chunk and gives the items that are complete with it.
   *
   * @throws {DecodeError} as soon as the text cannot become such an object any more.
   */
  push(chunk: Uint8Array): readonly unknown[] {
    return this.#read(this.#decoder.decode(chunk, { stream: true }));
  }

  /** @throws {DecodeError} when the text has not come to its end, or holds no such list. */
  finish(): void {
    this.#read(this.#decoder.decode());
    if (this.#place === 'inside') throw notJson();
    const frame: unknown = parse(this.#frame.join(''));
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) throw new DecodeError('', 'an object');
    if (this.#place === 'before') throw new DecodeError(this.#member, 'a list');
  }

  #read(text: string): unknown[] {
    const items: unknown[] = [];
    let index = 0;
    while (index < text.length) {
      index = this.#place === 'inside' ? this.#readItems(text, index, items) : this.#readFrame(text, index);
    }
    return items;
  }

  /** @returns where it stopped: at the end, or behind the bracket that opens the list. */
  #readFrame(text: string, start: number): number {
    let nameStart = start;
    for (let index = start; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === backslash) this.#isEscaped = true;
        else if (code === quote) {
          this.#isInText = false;
          if (this.#depth === 1) this.#name = this.#release(text.slice(nameStart, index + 1));
        }
      } else if (code === quote) {
        this.#isInText = true;
        nameStart = index;
      } else if (code === openBracket && this.#depth === 1 && parse(this.#name) === this.#member) {
        this.#keepFrame(text.slice(start, index + 1));
        if (this.#place === 'after') throw new DecodeError(this.#member, 'there only once');
        this.#place = 'inside';
        this.#depth = 0;
        return index + 1;
      } else if (code === openBracket || code === openBrace) this.#depth += 1;
      else if (code === closeBracket || code === closeBrace) this.#depth -= 1;
    }
    if (this.#isInText && this.#depth === 1) this.#hold(text.slice(nameStart));
    this.#keepFrame(text.slice(start));
    return text.length;
  }

  /** @returns where it stopped: at the end, or at the bracket that closes the list. */
  #readItems(text: string, start: number, items: unknown[]): number {
    let isInText = this.#isInText;
    let isEscaped = this.#isEscaped;
    let depth = this.#depth;
    let lastComma = -1;
    for (let index = start; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (code === quote) isInText = false;
        else if (code === backslash) isEscaped = true;
      } else if (code === quote) {
        // Most texts have no escapes and end in the same chunk; the platform finds their end faster.
        const end = text.indexOf('"', index + 1);
        if (end > 0 && text.charCodeAt(end - 1) !== backslash) index = end;
        else isInText = true;
      } else if (code === comma) {
        if (depth === 0) lastComma = index;
      } else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth >= 0) continue;
        this.#closeList(text.slice(start, index), items);
        return index;
      }
    }
    this.#isInText = isInText;
    this.#isEscaped = isEscaped;
    this.#depth = depth;
    if (lastComma >= 0) this.#addItems(text.slice(start, lastComma), items);
    this.#hold(text.slice(lastComma < 0 ? start : lastComma + 1));
    return text.length;
  }

  #closeList(text: string, items: unknown[]): void {
    const isEmpty = !this.#hasItems && this.#held.every(isBlank) && isBlank(text);
    if (isEmpty) this.#release('');
    else this.#addItems(text, items);
    this.#place = 'after';
    this.#isInText = false;
    this.#isEscaped = false;
    // The closing bracket is the first character of the frame that follows, and lies one level below the object.
    this.#depth = 2;
  }

  /** Everything up to a comma, or up to the end of the list. */
  #addItems(text: string, items: unknown[]): void {
    const complete = this.#release(text);
    // Between two commas there has to be something; an empty list is the only one that may look like this.
    if (isBlank(complete)) throw notJson();
    const parsed = parse(`[${complete}]`);
    if (!Array.isArray(parsed)) throw notJson();
    for (const item of parsed) items.push(item);
    this.#hasItems = true;
  }

  #hold(text: string): void {
    this.#heldLength += text.length;
    if (this.#heldLength > this.#longest) throw tooLong(this.#longest);
    this.#held.push(text);
  }

  #release(end: string): string {
    if (this.#held.length === 0) return end;
    const whole = this.#held.join('') + end;
    this.#held = [];
    this.#heldLength = 0;
    return whole;
  }

  #keepFrame(text: string): void {
    if (this.#frameLength === 0 && /^\s*[^\s{]/.test(text)) throw new DecodeError('', 'a JSON object');
    this.#frameLength += text.length;
    if (this.#frameLength > this.#longest) throw tooLong(this.#longest);
    this.#frame.push(text);
  }
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The platform's message quotes what it stumbled over. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

function notJson(): DecodeError {
  return new DecodeError('', 'whole JSON');
}

function tooLong(longest: number): DecodeError {
  return new DecodeError('', `made of pieces of at most ${longest} characters each: raise maxResponseBytes if that is expected`);
}
