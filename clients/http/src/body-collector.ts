import { joinBytes } from './bytes.ts';

const nothing = new Uint8Array(0);

/** Puts a body together from its chunks, up to a limit. */
export class BodyCollector {
  readonly #limitBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Takes a chunk; `false` when the body is now larger than allowed. */
  add(chunk: Uint8Array): boolean {
    this.#length += chunk.length;
    if (this.#length > this.#limitBytes) return false;
    this.#chunks.push(chunk);
    return true;
  }

  /** The whole body; a single chunk is not copied. */
  take(): Uint8Array {
    const [first = nothing] = this.#chunks;
    if (this.#chunks.length <= 1) return first;
    return joinBytes(this.#chunks, this.#length);
  }
}
