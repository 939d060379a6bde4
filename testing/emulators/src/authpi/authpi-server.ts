import type { EmulatorClock } from '../kit/clock.ts';
import type { AccessToken, Caller } from './caller.ts';
import { typeNamed } from './contract.ts';
import { Deliveries } from './deliveries.ts';
import type { Kind } from './records/kinds.ts';
import { kinds } from './records/kinds.ts';
import type { Fields, NewRecord, StoredRecord } from './records/record.ts';
import { Table } from './records/table.ts';
import { newEvent } from './events.ts';
import { History } from './history.ts';
import { IdempotencyKeys } from './idempotency.ts';
import type { AuthPISettings } from './options.ts';
import { randomId } from './random.ts';
import { newAccount } from './resources/account-fields.ts';
import { newKey } from './resources/api-key-fields.ts';
import { SeedKeys } from './seed-keys.ts';

/** The state of one AuthPI and the rules by which it changes. It knows nothing of HTTP. */
export class AuthPIServer {
  readonly settings: AuthPISettings;
  readonly history: History;
  readonly idempotencyKeys: IdempotencyKeys;
  /** Access tokens that callers may use, by the token. */
  readonly accessTokens = new Map<string, AccessToken>();
  readonly deliveries: Deliveries = new Deliveries(this);
  readonly #clock: EmulatorClock;
  readonly #tables: ReadonlyMap<Kind, Table>;
  readonly #eventTypes = new Set(typeNamed('WebhookEventType')?.values);

  constructor(settings: AuthPISettings, clock: EmulatorClock) {
    this.settings = settings;
    this.#clock = clock;
    this.history = new History(() => clock.nowMs());
    this.idempotencyKeys = new IdempotencyKeys(() => clock.nowMs());
    const seeds = new SeedKeys(settings, clock.nowMs());
    this.#tables = new Map(kinds.map((kind) => [kind, kind === 'api_keys' ? new Table(seeds) : new Table()]));
    this.#install();
  }

  /** The instant the service believes in, in epoch milliseconds. */
  get nowMs(): number {
    return Math.floor(this.#clock.nowMs());
  }

  /** All records of one kind. */
  table(kind: Kind): Table {
    const table = this.#tables.get(kind);
    if (table === undefined) throw new Error(`no table for ${kind}`);
    return table;
  }

  newId(prefix: string): string {
    return randomId(prefix);
  }

  create(kind: Kind, { id, within, fields, hidden = {} }: NewRecord): StoredRecord {
    const record = { id, within, fields, hidden, createdAtMs: this.nowMs, updatedAtMs: null };
    this.table(kind).add(record);
    return record;
  }

  /** Replaces fields of a record. Its time of change always grows, so that its tag always changes. */
  change(kind: Kind, record: StoredRecord, { fields, hidden }: { readonly fields?: Fields; readonly hidden?: Fields }): StoredRecord {
    const updatedAtMs = Math.max(this.nowMs, (record.updatedAtMs ?? record.createdAtMs) + 1);
    const changed = { ...record, fields: fields ?? record.fields, hidden: hidden ?? record.hidden, updatedAtMs };
    this.table(kind).replace(changed);
    return changed;
  }

  /** Removes a record and everything that belongs to it. */
  remove(kind: Kind, record: StoredRecord): void {
    this.table(kind).remove(record.id);
    for (const table of this.#tables.values()) for (const { id } of table.made(record.id)) table.remove(id);
  }

  /** Writes down an event and sends it to the webhooks that want it, unless the API has none of this type. */
  emit(type: string, subject: StoredRecord, caller: Caller): void {
    if (!this.#eventTypes.has(type)) return;
    this.deliveries.offer(this.create('events', newEvent({ type, subject, caller, nowMs: this.nowMs })));
  }

  /** Makes one more account with its own organization. */
  addAccount(id: string, organizationId: string): StoredRecord {
    const { platformIssuerId, ownerId } = this.settings;
    const fields = newAccount({ organizationId, issuerId: platformIssuerId, ownerId, nowMs: this.nowMs });
    return this.create('accounts', { id, within: [], fields });
  }

  #install(): void {
    const { accountId, organizationId, platformIssuerId, keyId, keySecret, scopes } = this.settings;
    this.addAccount(accountId, organizationId);
    const owner = { organizationId, issuerId: platformIssuerId };
    const key = newKey({ ...owner, name: 'First key', secret: keySecret, fields: { restrictions: { scopes } } });
    this.create('api_keys', { id: keyId, within: [accountId], ...key });
  }
}
