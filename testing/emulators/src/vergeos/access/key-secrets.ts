import type { Row } from '../rows/row.ts';
import type { Table } from '../rows/table.ts';
import { seededIndex, seededSecret } from '../random.ts';
import type { SeedKeys } from '../seed-keys.ts';

/** The secrets of API keys, apart from the rows: no call ever reads them. */
export class KeySecrets {
  readonly #keys: Table;
  readonly #seeds: SeedKeys;
  readonly #byKey = new Map<number, string>();
  readonly #bySecret = new Map<string, number>();

  constructor(keys: Table, seeds: SeedKeys) {
    this.#keys = keys;
    this.#seeds = seeds;
  }

  set(key: number, secret: string): void {
    this.#byKey.set(key, secret);
    this.#bySecret.set(secret, key);
  }

  /** The key that has this secret and was not deleted. */
  find(secret: string): Row | undefined {
    const made = this.#bySecret.get(secret);
    if (made !== undefined) return this.#keys.get(made);
    const { firstKey, count, salt } = this.#seeds;
    const index = seededIndex(secret);
    return index >= 0 && index < count && seededSecret(index, salt) === secret ? this.#keys.get(firstKey + index) : undefined;
  }

  of(key: number): string {
    const { firstKey, salt } = this.#seeds;
    return this.#byKey.get(key) ?? seededSecret(key - firstKey, salt);
  }
}
