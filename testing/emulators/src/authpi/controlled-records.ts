import { ControlError } from '../kit/control-routes.ts';
import type { AuthPIServer } from './authpi-server.ts';
import type { Kind } from './records/kinds.ts';
import type { Fields } from './records/record.ts';
import { viewOf } from './records/record.ts';
import { shape } from './records/shape.ts';

/** A record that comes about in other ways than through the API: a login, a charge, a failed delivery. */
export interface ControlledRecord {
  readonly kind: Kind;
  /** @default a random one */
  readonly id?: string;
  /** Ids of what it belongs to within the account: for a session its issuer and user. @default none */
  readonly within?: readonly string[];
  /** By the names that the API uses. Fields that every answer shows must be there, but for ids and times. */
  readonly fields: Fields;
}

/** What the API shows of the kinds that can be added, and how their ids begin. */
const shownAs: Partial<Record<Kind, { readonly type: string; readonly prefix: string }>> = {
  agents: { type: 'Agent', prefix: 'agt' },
  clients: { type: 'Client', prefix: 'c' },
  deliveries: { type: 'WebhookDeliveriesListItem', prefix: 'dlv' },
  events: { type: 'Event', prefix: 'evt' },
  invitations: { type: 'OrganizationInvitationPublic', prefix: 'inv' },
  invoices: { type: 'AccountInvoice', prefix: 'inv' },
  issuers: { type: 'Issuer', prefix: 'i' },
  ledger: { type: 'CreditLedgerEntry', prefix: 'led' },
  notes: { type: 'Note', prefix: 'note' },
  organizations: { type: 'Organization', prefix: 'org' },
  payment_methods: { type: 'PaymentMethod', prefix: 'pm' },
  sessions: { type: 'PublicSession', prefix: 'ses' },
  trusted_devices: { type: 'TrustedDevice', prefix: 'dev' },
  users: { type: 'User', prefix: 'usr' },
  verifiers: { type: 'Verifier', prefix: 'ver' },
};

/** Adds a record, whose id it answers. @throws {ControlError} when the API could not show it */
export function addRecord(server: AuthPIServer, { kind, id, within = [], fields }: ControlledRecord): string {
  const shown = shownAs[kind];
  if (shown === undefined) throw new ControlError(`"kind" must be one of ${Object.keys(shownAs).join(', ')}`);
  const record = { id: id ?? server.newId(shown.prefix), within: [server.settings.accountId, ...within], fields };
  if (server.table(kind).get(record.id) !== undefined) throw new ControlError(`there is a record ${record.id}`);
  try {
    shape(shown.type, viewOf({ ...record, hidden: {}, createdAtMs: server.nowMs, updatedAtMs: null }));
  } catch (error) {
    throw new ControlError(error instanceof Error ? error.message : String(error));
  }
  return server.create(kind, { ...record, hidden: kind === 'events' ? { about: record.within } : {} }).id;
}
