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
 * const keys = reader.objects('accessKeys', (key) => ({ id: key.requiredText('id'), name: key.text('name') }));
 */
export class JsonReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  /** Where the object stands: a path, or the reader of what holds it. */
  readonly #place: string | JsonReader;
  /** Its name or number there; absent: the place is its own. A path is put together only when something is wrong: lists are long. */
  readonly #step: string | number | undefined;

  private constructor(fields: Readonly<Record<string, unknown>>, place: string | JsonReader, step?: string | number) {
    this.#fields = fields;
    this.#place = place;
    this.#step = step;
  }

  /**
   * @param index - of an item, where `path` is that of its list.
   * @throws {DecodeError} when the value is not an object.
   */
  static of(value: unknown, path = '', index?: number): JsonReader {
    if (isRecord(value)) return new JsonReader(value, path, index);
    throw new DecodeError(pathOf(path, index), 'an object');
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
    return isRecord(value) ? new JsonReader(value, this, name) : undefined;
  }

  /**
   * Reads every item of a list.
   *
   * @throws {DecodeError} when the field is not a list of objects.
   */
  objects<Item>(name: string, read: (item: JsonReader) => Item): readonly Item[] {
    const value = this.unknown(name);
    const path = this.#at(name);
    if (!Array.isArray(value)) throw new DecodeError(path, 'a list');
    return value.map((item: unknown, index) => read(JsonReader.of(item, path, index)));
  }

  #at(name: string): string {
    return pathOf(this.#path(), name);
  }

  #path(): string {
    return pathOf(typeof this.#place === 'string' ? this.#place : this.#place.#path(), this.#step);
  }
}

function pathOf(place: string, step: string | number | undefined): string {
  if (typeof step === 'number') return `${place}[${step}]`;
  return step === undefined || place === '' ? (step ?? place) : `${place}.${step}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
