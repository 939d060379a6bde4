import { createHash } from 'node:crypto';
import type { Random } from '@keyrack/contracts';

/** Bytes that look random and are the same for the same seed, on every machine. For tests only. */
export class SeededRandom implements Random {
  /** Print it where a test fails, so that the run can be repeated. */
  readonly seed: string;
  #block = 0;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param seed - any text or number. @default "keyrack" */
  constructor(seed: string | number = 'keyrack') {
    this.seed = String(seed);
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      if (this.#rest.length === 0)
        this.#rest = createHash('sha256')
          .update(`${this.seed}/${this.#block++}`)
          .digest();
      const taken = this.#rest.subarray(0, length - filled);
      bytes.set(taken, filled);
      this.#rest = this.#rest.subarray(taken.length);
      filled += taken.length;
    }
    return bytes;
  }

  /** A whole number from 0 up to and without `limit` (at most 2^32), for picking and shuffling in tests. */
  below(limit: number): number {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = this.bytes(6);
    return ((((a * 256 + b) * 256 + c) * 256 + d) * 65_536 + e * 256 + f) % limit;
  }
}
