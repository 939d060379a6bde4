import type { AuditEvent } from '@keyrack/contracts';
import { AuditBrokenError } from '@keyrack/contracts';
import type { AuditTrail } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { isChained } from './chain.ts';

/** Reads and verifies the audit trail. */
export function createAuditTrail({ store }: EngineContext): AuditTrail {
  return {
    list: (filter = {}, page) => store.read((session) => session.audit.list(filter, page)),

    async verify() {
      let previous: AuditEvent | null = null;
      for await (const event of everyItem((page) => store.read((session) => session.audit.list({}, page)))) {
        if (!isChained(event, previous)) throw broken(event.sequence, previous);
        previous = event;
      }
      return { events: previous?.sequence ?? 0, headHash: previous?.hash ?? '' };
    },
  };
}

function broken(sequence: number, previous: AuditEvent | null): AuditBrokenError {
  const after = previous ? `after event ${previous.sequence} (${new Date(previous.atMs).toISOString()})` : 'at its beginning';
  return new AuditBrokenError(`The audit trail does not hold: it was cut, changed or reordered ${after}`, {
    advice: 'Keep a copy of the data folder as it is, and compare with the last backup.',
    details: { sequence },
  });
}
