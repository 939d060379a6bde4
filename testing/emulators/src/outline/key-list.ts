import { setImmediate } from 'node:timers/promises';
import type { StreamedBody } from '../kit/exchange.ts';
import type { AccessKey } from './access-key.ts';
import type { KeyStore } from './key-store.ts';

const open = '{"accessKeys":[';
const close = ']}';
const keysPerChunk = 1_000;
const keysAtOnce = 5_000;

/** The body of GET /access-keys. Short lists are remembered until a key changes; long ones are made twice, piece by piece. */
export class KeyList {
  readonly #keys: KeyStore;
  #remembered: { readonly version: number; readonly body: Buffer } | undefined;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  async body(): Promise<Buffer | StreamedBody> {
    if (this.#keys.size > keysAtOnce) return await this.#streamed();
    if (this.#remembered?.version !== this.#keys.version) {
      const body = Buffer.from([...this.#chunks(this.#keys.snapshot())].join(''));
      this.#remembered = { version: this.#keys.version, body };
    }
    return this.#remembered.body;
  }

  async #streamed(): Promise<StreamedBody> {
    const keys = this.#keys.snapshot();
    let byteLength = 0;
    for (const chunk of this.#chunks(keys)) {
      byteLength += Buffer.byteLength(chunk);
      await setImmediate(); // the length must be known first; meanwhile other calls go on
    }
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
