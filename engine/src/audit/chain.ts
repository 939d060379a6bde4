import { createHash } from 'node:crypto';
import type { AuditEntry, AuditEvent, StoreSession } from '@keyrack/contracts';
import { canonicalJson } from '../support/canonical-json.ts';

const beforeTheFirst = '0'.repeat(64);

/** Chains an entry to the event before it. */
function chainEvent(entry: AuditEntry, previous: Pick<AuditEvent, 'sequence' | 'hash'> | null): AuditEvent {
  const linked = { ...entry, sequence: (previous?.sequence ?? 0) + 1, previousHash: previous?.hash ?? beforeTheFirst };
  return { ...linked, hash: createHash('sha256').update(canonicalJson(linked)).digest('hex') };
}

/** Whether an event is the one that was chained after `previous`. */
export function isChained(event: AuditEvent, previous: Pick<AuditEvent, 'sequence' | 'hash'> | null): boolean {
  const { sequence: _sequence, previousHash: _previousHash, hash, ...entry } = event;
  const expected = chainEvent(entry, previous);
  return expected.hash === hash && expected.sequence === event.sequence && expected.previousHash === event.previousHash;
}

/** Appends an entry within the transaction of what it tells about. */
export async function appendAudit(session: StoreSession, entry: AuditEntry): Promise<void> {
  await session.audit.append(chainEvent(entry, await session.audit.head()));
}
