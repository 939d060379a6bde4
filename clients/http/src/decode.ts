import { Secret } from '@keyrack/secret';

/** A body is not what it should be. The message names the place and what was expected, never what was found there. */
export class DecodeError extends Error {
  /**
   * @param path - the place, such as `accessKeys[3].id`; empty for the whole body.
   * @param expected - such as `a text`.
   */
  constructor(path: string, expected: string) {
    super(`${path === '' ? 'the body' : path} is not ${expected}`);
    this.name = 'DecodeError';
  }
}

/**
 * Reads an object of a foreign system: strict about the few fields that we rely on, lenient about the rest. A field that is
 * missing, null or of another type reads as `undefined` where it is optional; fields that nobody asks for are left alone.
 *
 * @example
 * const reader = JsonReader.of(body);
 * const keys = reader.objects('accessKeys').map((key) => ({ id: key.requiredText('id'), name: key.text('name') }));
 */
export class JsonReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #index: number | undefined;

  private constructor(fields: Readonly<Record<string, unknown>>, path: string, index?: number) {
    this.#fields = fields;
    this.#path = path;
    this.#index = index;
  }

  /**
   * @param index - of an item, where `path` is that of its list: it is written only when something is wrong.
   * @throws {DecodeError} when the value is not an object.
   */
  static of(value: unknown, path = '', index?: number): JsonReader {
    if (isRecord(value)) return new JsonReader(value, path, index);
    throw new DecodeError(index === undefined ? path : `${path}[${index}]`, 'an object');
  }

  /**
   * Reads every item of a list.
   *
   * @throws {DecodeError} when the value is not a list of objects.
   */
  static list(value: unknown, path = ''): JsonReader[] {
    if (!Array.isArray(value)) throw new DecodeError(path, 'a list');
    return value.map((item: unknown, index) => {
      if (isRecord(item)) return new JsonReader(item, path, index);
      throw new DecodeError(`${path}[${index}]`, 'an object');
    });
  }

  /** Whatever the field holds. */
  unknown(name: string): unknown {
    const value = this.#fields[name];
    // Of what objects inherit, nothing is a text or a number; and long lists have many of these.
    const isInherited = (typeof value === 'object' || typeof value === 'function') && !Object.hasOwn(this.#fields, name);
    return isInherited ? undefined : value;
  }

  text(name: string): string | undefined {
    const value = this.unknown(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** @throws {DecodeError} when the field is no text or empty. */
  requiredText(name: string): string {
    const value = this.unknown(name);
    if (typeof value === 'string' && value !== '') return value;
    throw new DecodeError(this.#at(name), 'a text');
  }

  /** A finite number, whole or not, of any size. */
  number(name: string): number | undefined {
    const value = this.unknown(name);
    return typeof value === 'number' ? value : undefined;
  }

  /** @throws {DecodeError} when the field is no number. */
  requiredNumber(name: string): number {
    const value = this.unknown(name);
    if (typeof value === 'number') return value;
    throw new DecodeError(this.#at(name), 'a number');
  }

  boolean(name: string): boolean | undefined {
    const value = this.unknown(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A text that grants access; an empty one is none. */
  secret(name: string): Secret | undefined {
    const value = this.unknown(name);
    return typeof value === 'string' && value !== '' ? new Secret(value) : undefined;
  }

  object(name: string): JsonReader | undefined {
    const value = this.unknown(name);
    return isRecord(value) ? new JsonReader(value, this.#at(name)) : undefined;
  }

  /** @throws {DecodeError} when the field is not a list of objects. */
  objects(name: string): JsonReader[] {
    return JsonReader.list(this.unknown(name), this.#at(name));
  }

  #at(name: string): string {
    const here = this.#index === undefined ? this.#path : `${this.#path}[${this.#index}]`;
    return here === '' ? name : `${here}.${name}`;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
