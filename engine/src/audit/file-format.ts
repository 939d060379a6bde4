import type { AuditEvent, JsonObject } from '@keyrack/contracts';
import { isChained, placeBefore } from './chain.ts';
import type { AuditHead } from './head.ts';

/** The first line of an audit file: whose it is, and behind which event it begins. */
export interface FileHeader {
  readonly kind: 'header';
  readonly id: string;
  readonly rackId: string;
  readonly after: AuditHead;
}

/** An event. Lines up to `through` belong to one transaction: all of them count, or none. */
export interface FileEvent {
  readonly kind: 'event';
  readonly event: AuditEvent;
  /** The sequence of the last event of the same transaction. */
  readonly through: number;
}

/** Says that bytes before this line were written for transactions that were never committed. */
export interface FileWithdrawal {
  readonly kind: 'withdrawal';
  /** Where they begin, and where they end: offsets in bytes. */
  readonly from: number;
  readonly to: number;
}

/** What a line of an audit file says. */
export type FileRecord = FileHeader | FileEvent | FileWithdrawal;

const headerKind = 'keyrack-audit-file';
const withdrawnKind = 'withdrawn';
const version = 1;

/** Writes the first line. */
export function headerLine({ id, rackId, after }: Omit<FileHeader, 'kind'>): string {
  return line({ kind: headerKind, version, id, rackId, afterSequence: after.sequence, afterHash: after.hash });
}

/** Writes an event. */
export function eventLine(event: AuditEvent, through: number): string {
  const { sequence, atMs, type, actor, connectionId, keyId, operationId, detail, previousHash, hash } = event;
  const at = new Date(atMs).toISOString();
  return line({ sequence, at, type, actor, connectionId, keyId, operationId, detail, previousHash, hash, through });
}

/** Writes that bytes do not count. */
export function withdrawalLine({ from, to }: Omit<FileWithdrawal, 'kind'>): string {
  return line({ kind: withdrawnKind, from, to });
}

/**
 * Reads a line of an audit file, or of an export, where each event stands for itself. Null: it is none that Keyrack has written,
 * to the letter.
 */
export function parseLine(text: string): FileRecord | null {
  const value = parseObject(text);
  const record = value && readRecord(value);
  if (!value || !record) return null;
  if (record.kind === 'event' && !('through' in value)) return record;
  return writeRecord(record) === `${text}\n` ? record : null;
}

/** Whether a line of a file holds the event of this place, unchanged. */
export function isLineOf(text: string, { sequence, hash }: AuditHead): boolean {
  const record = parseLine(text);
  if (record?.kind !== 'event') return false;
  const { event } = record;
  return event.sequence === sequence && event.hash === hash && isChained(event, placeBefore(event));
}

function writeRecord(record: FileRecord): string {
  if (record.kind === 'header') return headerLine(record);
  return record.kind === 'withdrawal' ? withdrawalLine(record) : eventLine(record.event, record.through);
}

function readRecord(value: JsonObject): FileRecord | null {
  if (value['kind'] === headerKind && value['version'] === version) {
    const { id, rackId, afterSequence, afterHash } = value;
    if (!isText(id) || !isText(rackId) || !isCount(afterSequence) || !isText(afterHash)) return null;
    return { kind: 'header', id, rackId, after: { sequence: afterSequence, hash: afterHash } };
  }
  if (value['kind'] === withdrawnKind) {
    const { from, to } = value;
    return isCount(from) && isCount(to) ? { kind: 'withdrawal', from, to } : null;
  }
  const event = readEvent(value);
  const { through = event?.sequence } = value;
  return event && isCount(through) ? { kind: 'event', event, through } : null;
}

function readEvent(value: JsonObject): AuditEvent | null {
  const { sequence, at, type, actor, connectionId, keyId, operationId, detail, previousHash, hash } = value;
  if (!isCount(sequence) || !isText(at) || !isText(type) || !isText(actor) || !isText(previousHash) || !isText(hash)) return null;
  if (!isTextOrNull(connectionId) || !isTextOrNull(keyId) || !isTextOrNull(operationId) || !isObject(detail)) return null;
  return { sequence, type, atMs: Date.parse(at), actor, connectionId, keyId, operationId, detail, previousHash, hash };
}

function line(value: JsonObject): string {
  return `${JSON.stringify(value)}\n`;
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // the check before says that it is a number
}
