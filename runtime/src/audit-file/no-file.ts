import { StoreFailedError } from '@keyrack/contracts';
import { appendRackEvent, fileEndedType, readFileRegistry, writeFileRegistry } from '@keyrack/engine';
import type { AuditSink, SigningContext } from '@keyrack/engine';

/**
 * Where no audit file is named: nothing is written once the rack has one.
 * @param isWanted - to go on without one is what was asked for, and the trail says so
 */
export function withoutAuditFile(
  context: SigningContext,
  { isWanted, onEnded }: { readonly isWanted: boolean; readonly onEnded: () => void },
): AuditSink {
  return {
    async write(session) {
      const registry = await readFileRegistry(session, context.cipher);
      if (!registry.isRequired) return;
      if (!isWanted) throw unnamed();
      await appendRackEvent(session, { type: fileEndedType, detail: {} }, context);
      await writeFileRegistry(session, { ...registry, isRequired: false }, context.cipher);
      onEnded();
    },
  };
}

function unnamed(): StoreFailedError {
  return new StoreFailedError('This rack keeps an audit file, and none is named here', {
    advice: 'Name one with --audit-file or KEYRACK_AUDIT_FILE. With --audit-file none the rack goes on without one, and its trail says so.',
    details: { reason: 'audit-file', problem: 'unnamed' },
  });
}
