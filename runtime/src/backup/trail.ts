import { AuditBrokenError, InvalidInputError } from '@keyrack/contracts';
import type { AuditEvent, JsonObject } from '@keyrack/contracts';
import { LaterTrail, parseLine, verifyAuditLines } from '@keyrack/engine';
import type { LaterRevocations, ToldEvent } from '@keyrack/engine';
import { readLines } from '../audit-file/lines.ts';

/**
 * Reads what was revoked after a backup, from an audit file or from an export of the trail.
 * @param head - where the trail ends in the backup.
 * @throws {InvalidInputError} {@link StoreFailedError} when it cannot be read, was changed, or is of another rack.
 */
export async function readTrail(path: string, head: { readonly sequence: number; readonly hash: string }): Promise<LaterRevocations> {
  const trail = new LaterTrail(head);
  if (await isWhole(path)) await readVerified(path, trail);
  else await readExport(path, trail);
  return trail.result();
}

/** Whether every event can be verified by itself: those of an export that leaves something out cannot. */
async function isWhole(path: string): Promise<boolean> {
  for await (const { text } of readLines(path)) return parseLine(text) !== null;
  return true;
}

async function readVerified(path: string, trail: LaterTrail): Promise<void> {
  const take = (event: AuditEvent): void => trail.add({ ...event, connection: event.connectionId });
  try {
    await verifyAuditLines(readLines(path), {
      onCertain: async (event) => take(event),
      // Whether the last transaction was committed nobody knows any more; a revocation in it counts.
      async whichWasCommitted(open) {
        const last = open.filter(({ follows }) => follows).slice(0, 1);
        for (const event of last.flatMap(({ events }) => events)) take(event);
        return last;
      },
    });
  } catch (error) {
    if (!AuditBrokenError.isInstance(error)) throw error;
    throw new InvalidInputError(error.message, { advice: 'Give the file as it was written, with all its lines.', cause: error });
  }
}

async function readExport(path: string, trail: LaterTrail): Promise<void> {
  let number = 0;
  for await (const { text } of readLines(path)) {
    number += 1;
    if (text.trim() === '') continue;
    const event = readEvent(text);
    if (event === null) {
      throw new InvalidInputError(`Line ${number} of ${path} is no audit event`, {
        advice: 'Give an audit file, or what keyrack audit export wrote in its first format, jsonl.',
      });
    }
    trail.add(event);
  }
}

function readEvent(text: string): ToldEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const event = value as JsonObject; // JSON has no other objects; each member is looked at
  const { sequence, type, keyId = null, operationId = null, detail, previousHash, hash, connection = null } = event;
  const isText = (one: unknown): one is string => typeof one === 'string';
  const isTextOrNull = (one: unknown): one is string | null => one === null || isText(one);
  if (typeof sequence !== 'number' || !isText(type) || !isText(previousHash) || !isText(hash)) return null;
  if (!isTextOrNull(keyId) || !isTextOrNull(operationId) || !isTextOrNull(connection)) return null;
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return null;
  return { sequence, type, keyId, operationId, connection, detail: detail as JsonObject, previousHash, hash };
}
