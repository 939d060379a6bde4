import type { AccessKey } from './access-key.ts';
import { defaultCipher } from './access-key.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const indexDigits = 5;

/** What all seeded keys have in common. */
export interface SeedSettings {
  readonly count: number;
  readonly port: number;
  readonly createdAtMs: number;
  /** Makes the passwords of one server differ from another's. */
  readonly salt: number;
}

/**
 * Keys that exist from the start and take no memory: each is computed from its number when it is asked for, so a
 * million of them cost nothing until they are listed.
 */
export class SeedKeys {
  readonly #settings: SeedSettings;

  constructor(settings: SeedSettings) {
    this.#settings = settings;
  }

  get count(): number {
    return this.#settings.count;
  }

  /** The number behind an id, when it is a seeded key's. */
  indexOf(id: string): number | undefined {
    if (!/^(0|[1-9]\d{0,15})$/.test(id)) return undefined;
    const index = Number(id);
    return index < this.count ? index : undefined;
  }

  /** The seeded key of that number, under the host that the server started with. */
  key(index: number, hostname: string): AccessKey {
    const { port, createdAtMs } = this.#settings;
    return { id: String(index), name: `Key ${index}`, password: this.#password(index), port, method: defaultCipher, hostname, createdAtMs };
  }

  /** The number of the seeded key that has this password. */
  indexOfPassword(password: string): number | undefined {
    let index = 0;
    for (const letter of password.slice(0, indexDigits)) index = index * letters.length + letters.indexOf(letter);
    return index >= 0 && index < this.count && this.#password(index) === password ? index : undefined;
  }

  /** The first digits are the number itself, which makes the password findable; the rest is mixed from number and salt. */
  #password(index: number): string {
    let password = '';
    for (let rest = index, digit = 0; digit < indexDigits; digit += 1, rest = Math.floor(rest / letters.length)) {
      password = `${letters[rest % letters.length]}${password}`;
    }
    let state = (this.#settings.salt ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
    while (password.length < 22) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      password += letters[((mixed ^ (mixed >>> 14)) >>> 0) % letters.length];
    }
    return password;
  }
}
