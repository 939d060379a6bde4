import type { AuthPISettings } from './options.ts';
import type { LazyRecords } from './records/table.ts';
import type { StoredRecord } from './records/record.ts';
import { newKey } from './resources/api-key-fields.ts';

const indexDigits = 8;
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * API keys that exist from the start and take no memory: each is computed from its number when it is asked for, so a
 * million of them cost nothing until they are listed.
 */
export class SeedKeys implements LazyRecords {
  readonly #settings: AuthPISettings;
  readonly #createdAtMs: number;
  readonly #salt: number;

  constructor(settings: AuthPISettings, createdAtMs: number) {
    this.#settings = settings;
    this.#createdAtMs = createdAtMs;
    this.#salt = Number.parseInt(settings.keyId.slice(-8), 16); // makes one account's keys differ from another's
  }

  get count(): number {
    return this.#settings.seedKeys;
  }

  at(index: number): StoredRecord {
    const { accountId, organizationId, platformIssuerId } = this.#settings;
    const { fields, hidden } = newKey({
      organizationId,
      issuerId: platformIssuerId,
      name: `Key ${index}`,
      secret: this.#mixed(index, { alphabet: letters, length: 43 }),
    });
    return { id: this.#id(index), within: [accountId], fields, hidden, createdAtMs: this.#createdAtMs, updatedAtMs: null };
  }

  /** The number of the seeded key with this id. */
  indexOf(id: string): number | undefined {
    const index = Number.parseInt(id.slice(4, 4 + indexDigits), 16);
    return index < this.count && this.#id(index) === id ? index : undefined;
  }

  /** The first digits are the number itself, which makes the id findable. */
  #id(index: number): string {
    const digits = index.toString(16).padStart(indexDigits, '0');
    return `key_${digits}${this.#mixed(index, { alphabet: '0123456789abcdef', length: 32 - indexDigits })}`;
  }

  #mixed(index: number, { alphabet, length }: { readonly alphabet: string; readonly length: number }): string {
    let state = (this.#salt ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
    let text = '';
    while (text.length < length) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      text += alphabet[((mixed ^ (mixed >>> 14)) >>> 0) % alphabet.length];
    }
    return text;
  }
}
