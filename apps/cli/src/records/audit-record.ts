import type { AuditEvent, JsonObject } from '@keyrack/contracts';
import type { ListView } from '../output/list-writer.ts';
import { readableInstant, toInstant } from '../output/words.ts';

/** An audit event on our wire. */
export interface AuditRecord {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  /** The connection's name; its id once the connection is removed. */
  readonly connection: string | null;
  readonly connectionId: string | null;
  readonly keyId: string | null;
  readonly operationId: string | null;
  readonly detail: JsonObject;
  readonly previousHash: string;
  readonly hash: string;
}

/** Writes an audit event as it goes over our wire. @param connection - the connection's name */
export function auditRecord(event: AuditEvent, connection: string | null): AuditRecord {
  const { sequence, type, actor, connectionId, keyId, operationId, detail, previousHash, hash } = event;
  return { sequence, at: toInstant(event.atMs), type, actor, connection, connectionId, keyId, operationId, detail, previousHash, hash };
}

/** Audit events as rows. */
export const auditList: ListView<AuditRecord> = {
  fields: ['sequence', 'at', 'type', 'actor', 'connection', 'connectionId', 'keyId', 'operationId', 'detail', 'previousHash', 'hash'],
  columns: [
    { title: '#', cell: ({ sequence }) => String(sequence), align: 'right' },
    { title: 'AT', cell: ({ at }) => readableInstant(at) },
    { title: 'EVENT', cell: ({ type }) => type },
    { title: 'CONNECTION', cell: ({ connection }) => connection ?? '', ifRoom: true },
    { title: 'BY', cell: ({ actor }) => actor, ifRoom: true },
    { title: 'DETAIL', cell: ({ detail }) => readableDetail(detail) },
  ],
};

function readableDetail(detail: JsonObject): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
