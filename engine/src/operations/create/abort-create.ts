import type { IssueRecovery, OperationStep } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../handler.ts';
import { discard } from './discard.ts';
import type { CreatePlan } from './plan.ts';
import { openIntent } from './sealed-intent.ts';
import { callOptions } from '../../support/call-options.ts';

/** Added to the longest life of a request, for clocks and networks that are slower than they say. */
const quietMarginMs = 5_000;

/**
 * Undoes the making of a credential: revokes what landed, and settles only after a quiet time in which every delayed request has either
 * landed or died. Absence right after a lost answer proves nothing.
 */
export async function advanceAbort(run: OperationRun, step: OperationStep, plan: CreatePlan): Promise<Progress> {
  const { context, journal } = run;
  // Another system, or a look that is older than the quiet time, would say that nothing is there.
  await run.confirmIdentity();
  const lookedAtMs = context.clock.nowMs();
  const recovery = await lookAtIntent(run, step);
  if (recovery.kind === 'applied') await discard(run, step, recovery.issued.upstreamId);
  if (recovery.kind === 'secret-lost') await discard(run, step, recovery.upstreamId);
  const untilMs = quietUntilMs(run, step);
  if (lookedAtMs < untilMs) {
    return {
      kind: 'wait',
      untilMs,
      reason: 'a request that was sent may still take effect; the abort is settled after that',
    };
  }
  await plan.settleAborted(run, step, journal.operation.reason ?? 'aborted');
  const ended = journal.operation.state === 'aborted';
  return { kind: ended ? 'finished' : 'continue' };
}

/** When every request of a step that may have been sent has either landed or died, in milliseconds since 1970. */
export function quietUntilMs({ provider }: OperationRun, step: OperationStep): number {
  const { sentAtMs } = step.intent; // a step that took over another one's create was sent with that one
  const sentLastMs = typeof sentAtMs === 'number' ? sentAtMs : (step.lastCallAtMs ?? step.begunAtMs);
  return sentLastMs + provider.requestBudgetMs + quietMarginMs;
}

/** Asks the system what became of the intent of a step. */
export async function lookAtIntent({ context, provider, signal }: OperationRun, step: OperationStep): Promise<IssueRecovery> {
  const envelope = await context.store.read((session) => session.operations.readStepSecrets(step.id));
  return provider.recoverIssue(openIntent(context.cipher, step, envelope), callOptions({ signal }));
}
