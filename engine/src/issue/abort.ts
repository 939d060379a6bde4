import type { IssueRecovery, OperationStep, RevocationReason } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../operations/handler.ts';
import { openIntent } from '../operations/intent.ts';
import { finished } from '../operations/journal.ts';
import { discard } from './discard.ts';
import { preparedVersion } from './settle.ts';

/** Added to the longest life of a request, for clocks and networks that are slower than they say. */
const quietMarginMs = 5_000;

/**
 * Undoes an issue: revokes what landed, and settles only after a quiet time in which every delayed request has either
 * landed or died. Absence right after a lost answer proves nothing.
 */
export async function advanceAbort(run: OperationRun, step: OperationStep): Promise<Progress> {
  const { context, journal, provider } = run;
  const recovery = await lookAtIntent(run, step);
  if (recovery.kind === 'applied') await discard(run, step, recovery.issued.upstreamId);
  if (recovery.kind === 'secret-lost') await discard(run, step, recovery.upstreamId);
  const quietUntilMs = (step.lastCallAtMs ?? step.begunAtMs) + provider.requestBudgetMs + quietMarginMs;
  if (context.clock.nowMs() < quietUntilMs) {
    return {
      kind: 'wait',
      untilMs: quietUntilMs,
      reason: 'a request that was sent may still take effect; the abort is settled after that',
    };
  }
  await settleAborted(run, step, journal.operation.reason ?? 'aborted');
  return { kind: 'finished' };
}

/** Ends an issue of which it is certain that nothing happened. */
export async function giveUp(run: OperationRun, step: OperationStep, cause: Error): Promise<Progress> {
  await settleAborted(run, step, cause.message);
  return { kind: 'finished', cause };
}

async function lookAtIntent({ context, provider, signal }: OperationRun, step: OperationStep): Promise<IssueRecovery> {
  const envelope = await context.store.read((session) => session.operations.readStepSecrets(step.id));
  return provider.recoverIssue(openIntent(context.cipher, step, envelope), signal ? { signal } : {});
}

async function settleAborted({ context, journal }: OperationRun, step: OperationStep, reason: string): Promise<void> {
  const nowMs = context.clock.nowMs();
  const revocationReason = (journal.operation.parameters['revocationReason'] ?? 'issue-failed') as RevocationReason; // written by `abort`
  await journal.settle(step, 'not-applied', {
    operation: finished(context, 'aborted', reason),
    async work(session) {
      const { version, key } = await preparedVersion(session, step);
      await session.versions.update({ ...version, stage: 'failed', updatedAtMs: nowMs });
      await session.keys.update({ ...key, state: 'revoked', revocationReason, updatedAtMs: nowMs });
      await journal.audit(session, 'key.issue-aborted', { reason });
    },
  });
}
