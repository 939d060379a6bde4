import type { Row } from './rows/row.ts';
import type { LazyRows } from './rows/table.ts';

/** What all seeded keys have in common. */
export interface SeedSettings {
  readonly firstKey: number;
  readonly count: number;
  /** The user they belong to. */
  readonly user: number;
  readonly createdSeconds: number;
  /** Makes the secrets of one installation differ from another's. */
  readonly salt: number;
}

/**
 * API keys that exist from the start and take no memory: each is computed from its number when it is asked for, so a
 * million of them cost nothing until they are listed.
 */
export class SeedKeys implements LazyRows {
  readonly #settings: SeedSettings;

  constructor(settings: SeedSettings) {
    this.#settings = settings;
  }

  get firstKey(): number {
    return this.#settings.firstKey;
  }

  get count(): number {
    return this.#settings.count;
  }

  get salt(): number {
    return this.#settings.salt;
  }

  row(key: number): Row {
    const { user, createdSeconds } = this.#settings;
    return {
      $key: key,
      user,
      name: `Key ${key - this.firstKey}`,
      description: '',
      created: createdSeconds,
      expires: 0,
      expires_type: 'never',
      lastlogin_stamp: 0,
      lastlogin_ip: '',
      ip_allow_list: '',
      ip_deny_list: '',
    };
  }

  find(columns: readonly string[], values: readonly string[]): number | undefined {
    if (values[columns.indexOf('user')] !== String(this.#settings.user)) return undefined;
    const [, digits] = /^key (0|[1-9]\d{0,15})$/i.exec(values[columns.indexOf('name')] ?? '') ?? [];
    return digits !== undefined && Number(digits) < this.count ? this.firstKey + Number(digits) : undefined;
  }
}
