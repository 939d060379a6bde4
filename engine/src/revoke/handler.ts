import type { OperationStep, RevocationReason, StoreSession } from '@keyrack/contracts';
import type { OperationHandler, OperationRun } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';

/** Revoke: end every living version of a key, each confirmed by the system itself. Owed until then, whatever fails. */
export const revokeHandler: OperationHandler = {
  kind: 'revoke',
  async advance(run) {
    const open = run.journal.steps.filter(({ state }) => state === 'begun');
    const [step] = open;
    if (step) {
      await revokeVersion(run, step);
      await settle(run, step, open.length === 1);
      return open.length === 1 ? { kind: 'finished' } : { kind: 'continue' };
    }
    await run.journal.write(finished(run.context, 'done'), (session) => endKey(run, session));
    return { kind: 'finished' };
  },
};

async function revokeVersion({ confirmIdentity, provider, signal }: OperationRun, step: OperationStep): Promise<void> {
  const upstreamId = step.intent['upstreamId'];
  if (typeof upstreamId !== 'string') return;
  // A system that was reinstalled knows none of our keys and would confirm every revocation.
  await confirmIdentity();
  await provider.revokeKey(upstreamId, signal ? { signal } : {});
}

async function settle(run: OperationRun, step: OperationStep, isLast: boolean): Promise<void> {
  const { context, journal } = run;
  await journal.settle(step, 'applied', {
    operation: isLast ? finished(context, 'done') : {},
    async work(session) {
      const version = step.versionId === null ? null : await session.versions.get(step.versionId);
      if (version) {
        const stage = version.stage === 'prepared' || version.stage === 'failed' ? 'failed' : 'retired';
        await session.versions.update({ ...version, stage, updatedAtMs: context.clock.nowMs() });
        await session.versions.writeSecret(version.id, null);
      }
      if (isLast) await endKey(run, session);
    },
  });
}

async function endKey({ context, journal }: OperationRun, session: StoreSession): Promise<void> {
  const key = await session.keys.get(journal.operation.keyId);
  if (!key) return;
  const revocationReason = journal.operation.parameters['revocationReason'] as RevocationReason; // written by `beginRevoke`
  const ended = { state: 'revoked', drift: 'none', driftFields: [], suspensionReasons: [] } as const;
  await session.keys.update({
    ...key,
    ...ended,
    revocationReason: key.revocationReason ?? revocationReason,
    updatedAtMs: context.clock.nowMs(),
  });
  await journal.audit(session, 'key.revoked', { name: key.name, reason: revocationReason });
}
