import type { AuditEvent, StoreSession } from '@keyrack/contracts';
import { AuditBrokenError, SecretUnavailableError } from '@keyrack/contracts';
import type { AuditTrail } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { appendAudit, isChained } from './chain.ts';
import { readHead } from './head.ts';
import type { AuditHead } from './head.ts';

/** Reads and verifies the audit trail. */
export function createAuditTrail(context: EngineContext): AuditTrail {
  const { store } = context;
  return {
    list: (filter = {}, page) => store.read((session) => session.audit.list(filter, page)),

    append(session, event) {
      const { clock, actor, cipher } = context;
      const nothing = { connectionId: null, keyId: null, operationId: null };
      return appendAudit(session, { ...nothing, ...event, atMs: clock.nowMs(), actor }, cipher);
    },

    async verify() {
      const end = await store.read((session) => knownEnd(context, session));
      let previous: AuditEvent | null = null;
      for await (const event of everyItem((page) => store.read((session) => session.audit.list({}, page)))) {
        if (!isChained(event, previous)) throw broken(`it was cut, changed or reordered ${after(previous)}`, event.sequence);
        previous = event;
        if (event.sequence === end.sequence) break; // what others append meanwhile is verified the next time
      }
      if ((previous?.sequence ?? 0) !== end.sequence || (previous?.hash ?? '') !== end.hash) throw cutAtTheEnd(end, previous);
      return { events: end.sequence, headHash: end.hash };
    },
  };
}

/** Where the trail ends by the sealed note, which must be where it ends by itself. */
async function knownEnd({ cipher }: EngineContext, session: StoreSession): Promise<AuditHead> {
  const last = await session.audit.head();
  const noted = await noteOf(session);
  if (noted === null && last === null && (await session.connections.list()).length === 0) return { sequence: 0, hash: '' };
  if (noted === null) throw broken('the note of its last event is gone', last?.sequence ?? 1);
  if (last === null || last.sequence < noted.sequence) throw cutAtTheEnd(noted, last);
  if (last.sequence > noted.sequence) throw broken(`it was continued by somebody else ${after(noted)}`, noted.sequence + 1);
  return noted;

  async function noteOf(read: StoreSession): Promise<AuditHead | null> {
    try {
      return await readHead(read, cipher);
    } catch (error) {
      if (!(error instanceof SecretUnavailableError)) throw error;
      throw broken('the note of its last event was changed', last?.sequence ?? 1);
    }
  }
}

function cutAtTheEnd(noted: AuditHead, last: AuditHead | null): AuditBrokenError {
  return broken(`it was cut ${after(last)}, and had ${noted.sequence} events`, (last?.sequence ?? 0) + 1);
}

function after(previous: (AuditHead & Partial<Pick<AuditEvent, 'atMs'>>) | null): string {
  if (previous === null) return 'at its beginning';
  const at = previous.atMs === undefined ? '' : ` (${new Date(previous.atMs).toISOString()})`;
  return `after event ${previous.sequence}${at}`;
}

function broken(what: string, sequence: number): AuditBrokenError {
  return new AuditBrokenError(`The audit trail does not hold: ${what}`, {
    advice: 'Keep a copy of the data folder as it is, and compare with the last backup.',
    details: { sequence },
  });
}
