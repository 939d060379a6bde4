const stringForm = /^(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")/;
const wordForm = /^(?:True|False|None|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;
const escapeForm = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
/** Deeper than anything that a proxy prints. */
const deepest = 32;

/**
 * Reads a dictionary as Python prints it, `{'error': "can't"}`: texts in either quotes, numbers, lists, dictionaries, `True`,
 * `False` and `None`. Undefined for anything else.
 */
export function parsePrintedDictionary(text: string): ReadonlyMap<unknown, unknown> | undefined {
  const printed = new PrintedValue(text);
  try {
    const value = printed.read(0);
    return printed.isAtEnd && value instanceof Map ? value : undefined;
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}

class UnreadableError extends Error {}

/** A printed value and what of it has not been read yet. */
class PrintedValue {
  #rest: string;

  constructor(text: string) {
    this.#rest = text.trim();
  }

  get isAtEnd(): boolean {
    return this.#rest === '';
  }

  read(depth: number): unknown {
    if (depth > deepest) throw new UnreadableError();
    if (this.#take('{')) return new Map(this.#items('}', () => this.#entry(depth + 1)));
    if (this.#take('[')) return this.#items(']', () => this.read(depth + 1));
    const quoted = stringForm.exec(this.#rest)?.[0];
    if (quoted !== undefined && this.#take(quoted)) return quoted.slice(1, -1).replaceAll(escapeForm, unescape);
    const word = wordForm.exec(this.#rest)?.[0];
    if (word === undefined || !this.#take(word)) throw new UnreadableError();
    return word in words ? words[word] : Number(word);
  }

  #entry(depth: number): readonly [name: unknown, value: unknown] {
    const name = this.read(depth);
    if (!this.#take(':')) throw new UnreadableError();
    return [name, this.read(depth)];
  }

  #items<Item>(end: string, read: () => Item): Item[] {
    const items: Item[] = [];
    while (!this.#take(end)) {
      if (items.length > 0 && !this.#take(',')) throw new UnreadableError();
      items.push(read());
    }
    return items;
  }

  /** Passes a text that comes next, and the space behind it. */
  #take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length).trimStart();
    return true;
  }
}

function unescape(_: string, ...[byte, unit, point, letter = '']: readonly (string | undefined)[]): string {
  const hex = byte ?? unit ?? point;
  if (hex === undefined) return escapes[letter] ?? letter;
  const value = Number.parseInt(hex, 16);
  return value <= 0x10_ffff ? String.fromCodePoint(value) : '\ufffd';
}
