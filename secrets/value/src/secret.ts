const inspect = Symbol.for('nodejs.util.inspect.custom');
const marker = Symbol.for('@keyrack/secret');
const mask = '[secret]';

/**
 * A value that grants access. It prints, inspects, serialises and interpolates as `[secret]`; only {@link Secret.reveal}
 * gives the value, so every place where a secret turns into a string can be found by searching for that one word.
 *
 * @example
 * const key = new Secret('sk-1234');
 * `${key}`; // "[secret]"
 * key.reveal(); // "sk-1234"
 */
export class Secret {
  readonly #value: string;

  /**
   * @param value - the text that grants access, never empty: an empty string where a secret was expected is a lost secret.
   * @throws {TypeError} when the value is not a string or is empty; the message never repeats it.
   */
  constructor(value: string) {
    if (typeof value !== 'string' || value === '') throw new TypeError('A secret must be a string of at least one character');
    this.#value = value;
  }

  /** Tells a secret from anything else, also one made by another copy of this package. */
  static isSecret(candidate: unknown): candidate is Secret {
    return typeof candidate === 'object' && candidate !== null && marker in candidate;
  }

  /** Gives the value. Call it where the value is used (a request body, a cipher, the one answer that shows it) and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  /** Whether both hold the same value. */
  equals(other: Secret): boolean {
    return this.#value === other.reveal();
  }

  get [marker](): true {
    return true;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }

  [Symbol.toPrimitive](): string {
    return mask;
  }

  [inspect](): string {
    return mask;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }
}
