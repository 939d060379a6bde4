import type { StreamedBody } from '../kit/exchange.ts';
import type { AccessKey } from './access-key.ts';
import type { KeyStore } from './key-store.ts';

const open = '{"accessKeys":[';
const close = ']}';
const keysPerChunk = 1_000;
const keysAtOnce = 5_000;

/** The body of GET /access-keys. Short lists are remembered until a key changes; long ones are made piece by piece. */
export class KeyList {
  readonly #keys: KeyStore;
  #remembered: { readonly version: number; readonly body: Buffer } | undefined;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  body(): Buffer | StreamedBody {
    if (this.#keys.size > keysAtOnce) return this.#streamed();
    if (this.#remembered?.version !== this.#keys.version) {
      const body = Buffer.from([...this.#chunks(this.#keys.snapshot())].join(''));
      this.#remembered = { version: this.#keys.version, body };
    }
    return this.#remembered.body;
  }

  #streamed(): StreamedBody {
    const keys = this.#keys.snapshot();
    let byteLength = 0;
    for (const chunk of this.#chunks(keys)) byteLength += Buffer.byteLength(chunk);
    return { byteLength, chunks: () => this.#chunks(keys) };
  }

  *#chunks(keys: Iterable<AccessKey>): Generator<string> {
    let chunk = open;
    let count = 0;
    for (const key of keys) {
      chunk += count === 0 ? this.#keys.json(key) : `,${this.#keys.json(key)}`;
      count += 1;
      if (count % keysPerChunk > 0) continue;
      yield chunk;
      chunk = '';
    }
    yield chunk + close;
  }
}
