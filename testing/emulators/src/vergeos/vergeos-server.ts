import type { EmulatorClock } from '../kit/clock.ts';
import { KeySecrets } from './access/key-secrets.ts';
import { RequestLimit } from './access/request-limit.ts';
import { Rights } from './access/rights.ts';
import { Sessions } from './access/sessions.ts';
import type { Tables } from './rows/reference.ts';
import type { Row } from './rows/row.ts';
import { Table } from './rows/table.ts';
import { History } from './history.ts';
import { install } from './installation.ts';
import type { VergeOSSettings } from './options.ts';
import { SeedKeys } from './seed-keys.ts';
import { Identities } from './tables/identities.ts';
import type { TableName } from './tables/index.ts';
import { tableKinds, tableNames } from './tables/index.ts';
import type { SecretPlace } from './tables/user-api-keys.ts';

/** The state of one installation. It knows nothing of HTTP; what tables do is in their rules. */
export class VergeOSServer implements Tables {
  readonly settings: VergeOSSettings;
  readonly history: History;
  readonly sessions = new Sessions();
  readonly rights = new Rights(this);
  readonly requestLimit: RequestLimit;
  readonly identities: Identities;
  readonly secrets: KeySecrets;
  /** The key whose secret the installation starts with. */
  readonly ownKey: number;
  readonly #clock: EmulatorClock;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Where the receipt of a new key holds its secret. */
  secretPlace: SecretPlace;
  /** The address that callers seem to come from, when it is not their own. */
  callerAddress: string | undefined;

  constructor(settings: VergeOSSettings, clock: EmulatorClock) {
    this.settings = settings;
    this.#clock = clock;
    this.history = new History(() => clock.nowMs());
    this.requestLimit = new RequestLimit(settings.requestsPerHour);
    this.secretPlace = settings.secretPlace;
    this.#tables = new Map(tableNames.map((name) => [name, new Table(tableKinds[name].schema)]));
    this.identities = new Identities(this.rows('identities'));
    const { userKey, apiKey } = install(this);
    const seeds = new SeedKeys({
      firstKey: apiKey + 1,
      count: settings.seedKeys,
      user: userKey,
      createdSeconds: this.nowSeconds,
      salt: settings.seedSalt,
    });
    const keys = this.rows('user_api_keys');
    keys.addLazily(seeds);
    this.secrets = new KeySecrets(keys, seeds);
    this.secrets.set(apiKey, settings.apiKey);
    this.ownKey = apiKey;
  }

  get nowMs(): number {
    return this.#clock.nowMs();
  }

  /** The time as rows hold it. */
  get nowSeconds(): number {
    return Math.floor(this.nowMs / 1_000);
  }

  /** A table by any name. */
  table(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** A table that is there for certain. */
  rows(name: TableName): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  /** Writes down that a key was used. */
  touchKey(key: Row, address: string): void {
    this.rows('user_api_keys').replace({ ...key, lastlogin_stamp: this.nowSeconds, lastlogin_ip: address });
  }
}
