import type { OperationStep, RevocationReason } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import { advanceCreate } from '../operations/create/advance-create.ts';
import type { CreatePlan } from '../operations/create/plan.ts';
import { versionOfStep } from '../operations/create/prepare.ts';
import type { OperationHandler } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { keepIssued } from '../operations/create/keep-issued.ts';

/** Issue: make a key's first credential. With it the key is active; without it the key never was. */
export const issueHandler: OperationHandler = {
  kind: 'issue',
  async advance(run) {
    const step: OperationStep | undefined = run.journal.latestStep('create');
    if (!step) throw new LifecycleError('The journal of this issue has no step', { advice: 'Abort the operation.' });
    return advanceCreate(run, step, issuePlan);
  },
};

/** What becomes of a key's first credential. */
export const issuePlan: CreatePlan = {
  async settleIssued(run, step, issued) {
    const { context, journal } = run;
    const nowMs = context.clock.nowMs();
    await keepIssued(
      run,
      { step, issued, stage: 'current' },
      {
        operation: finished(context, 'done'),
        async work(session, { key, version }) {
          await session.keys.update({ ...key, state: 'active', updatedAtMs: nowMs });
          const { upstreamId, upstreamName } = issued;
          await journal.audit(session, 'key.issued', {
            name: key.name,
            upstreamId,
            upstreamName,
            version: version.number,
            recovered: run.resumed,
          });
        },
      },
    );
    return { kind: 'finished' };
  },

  async settleAborted({ context, journal }, step, reason) {
    const nowMs = context.clock.nowMs();
    const revocationReason = (journal.operation.parameters['revocationReason'] ?? 'issue-failed') as RevocationReason; // written by a revocation that came first
    await journal.settle(step, 'not-applied', {
      operation: finished(context, 'aborted', reason),
      async work(session) {
        const { version, key } = await versionOfStep(session, step);
        await session.versions.update({ ...version, stage: 'failed', updatedAtMs: nowMs });
        await session.keys.update({ ...key, state: 'revoked', revocationReason, updatedAtMs: nowMs });
        await journal.audit(session, 'key.issue-aborted', { reason });
      },
    });
  },
};
