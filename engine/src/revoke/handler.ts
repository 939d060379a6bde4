import type { RevocationReason } from '@keyrack/contracts';
import { endVersions } from '../operations/end-versions.ts';
import type { OperationHandler } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';

/** Revoke: end every living version of a key, each confirmed by the system itself. Owed until then, whatever fails. */
export const revokeHandler: OperationHandler = {
  kind: 'revoke',
  async advance(run) {
    const progress = await endVersions(run);
    if (progress) return progress;
    const { context, journal } = run;
    await journal.write(finished(context, 'done'), async (session) => {
      const key = await session.keys.get(journal.operation.keyId);
      if (!key) return;
      if (journal.operation.parameters['keepKey'] === true) return journal.audit(session, 'key.version-ended-again', { name: key.name });
      const reason = journal.operation.parameters['revocationReason'] as RevocationReason; // written by `beginRevoke`
      const ended = { state: 'revoked', drift: 'none', driftFields: [], suspensionReasons: [] } as const;
      await session.keys.update({ ...key, ...ended, revocationReason: key.revocationReason ?? reason, updatedAtMs: context.clock.nowMs() });
      await journal.audit(session, 'key.revoked', { name: key.name, reason });
    });
    return { kind: 'finished' };
  },
};
