import { createHash } from 'node:crypto';
import type { AuditEntry, AuditEvent, SecretCipher, StoreSession } from '@keyrack/contracts';
import { canonicalJson } from '../support/canonical-json.ts';
import { writeHead } from './head.ts';
import type { AuditHead } from './head.ts';

const beforeTheFirst = '0'.repeat(64);

/** The place before the first event. */
export const chainStart: AuditHead = { sequence: 0, hash: beforeTheFirst };

/** Chains an entry to the event before it. */
function chainEvent(entry: AuditEntry, previous: AuditHead | null): AuditEvent {
  const { sequence, hash } = previous ?? chainStart;
  const linked = { ...entry, sequence: sequence + 1, previousHash: hash };
  return { ...linked, hash: createHash('sha256').update(canonicalJson(linked)).digest('hex') };
}

/** Whether an event is the one that was chained after `previous`. */
export function isChained(event: AuditEvent, previous: AuditHead | null): boolean {
  const { sequence: _sequence, previousHash: _previousHash, hash, ...entry } = event;
  const expected = chainEvent(entry, previous);
  return expected.hash === hash && expected.sequence === event.sequence && expected.previousHash === event.previousHash;
}

/** The place that an event says it follows. */
export function placeBefore({ sequence, previousHash }: AuditEvent): AuditHead {
  return { sequence: sequence - 1, hash: previousHash };
}

/** Appends an entry within the transaction of what it tells about. */
export async function appendAudit(session: StoreSession, entry: AuditEntry, cipher: SecretCipher): Promise<void> {
  const event = chainEvent(entry, await session.audit.head());
  await session.audit.append(event);
  await writeHead(session, event, cipher);
}
