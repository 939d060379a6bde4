import type { IssueIntent, OperationStep } from '@keyrack/contracts';
import { KeyConflictError, LifecycleError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { openIntent } from '../operations/intent.ts';
import { advanceAbort, giveUp } from './abort.ts';
import { beginNextIntent } from './begin.ts';
import { discard } from './discard.ts';
import { settleIssued } from './settle.ts';

/** One unanswered request and one repetition; after that the operation is put aside and tried again later. */
const mostSendsPerRun = 2;
/** How many ids or names may turn out to be taken before an issue is given up. */
const mostIntents = 5;

/** Issue: make the key that was written down, or find out what became of it. */
export const issueHandler: OperationHandler = {
  kind: 'issue',
  async advance(run) {
    const step = run.journal.latestStep('create');
    if (!step) throw new LifecycleError('The journal of this issue has no step', { advice: 'Abort the operation.' });
    if (run.journal.operation.direction === 'abort') return advanceAbort(run, step);
    const intent = await readIntent(run, step);
    const untouched = !run.resumed && run.sent === 0 && step.outcome === null;
    return untouched ? send(run, step, intent) : look(run, step, intent);
  },
};

async function readIntent({ context }: OperationRun, step: OperationStep): Promise<IssueIntent> {
  const envelope = await context.store.read((session) => session.operations.readStepSecrets(step.id));
  return openIntent(context.cipher, step, envelope);
}

/** Asks what became of requests that may have been sent, before anything is sent again. */
async function look(run: OperationRun, step: OperationStep, intent: IssueIntent): Promise<Progress> {
  const recovery = await run.provider.recoverIssue(intent, callOptions(run));
  switch (recovery.kind) {
    case 'applied':
      return settleIssued(run, step, recovery.issued);
    case 'absent':
      return sendAgain(run, step, intent);
    case 'secret-lost':
      await discard(run, step, recovery.upstreamId);
      return sendAgain(run, step, intent);
    case 'conflict':
      return replaceIntent(run, step, new KeyConflictError(recovery.explanation));
  }
}

async function sendAgain(run: OperationRun, step: OperationStep, intent: IssueIntent): Promise<Progress> {
  if (run.sent >= mostSendsPerRun) {
    throw new UpstreamUnavailableError('The system did not answer, and the key is not there yet', { outcome: 'unknown', retryable: true });
  }
  await run.journal.beginCall(step);
  return send(run, step, intent);
}

async function send(run: OperationRun, step: OperationStep, intent: IssueIntent): Promise<Progress> {
  const mayHaveLanded = run.resumed || step.outcome === 'unknown';
  run.sent += 1;
  try {
    const issued = await run.provider.issueKey(intent, callOptions(run));
    return await settleIssued(run, step, issued);
  } catch (error) {
    if (!LifecycleError.isInstance(error)) throw error;
    if (KeyConflictError.isInstance(error)) return replaceIntent(run, step, error);
    if (error.outcome !== 'not-applied') {
      await run.journal.noteProblem(step, 'unknown', error.message);
      if (run.signal?.aborted) throw error;
      return { kind: 'continue' };
    }
    // An earlier request may still land although this one was refused: only an abort, after its quiet time, can end that.
    if (mayHaveLanded && !error.retryable) {
      await run.journal.write({ direction: 'abort', reason: error.message });
      return { kind: 'continue' };
    }
    if (mayHaveLanded) throw error;
    return giveUp(run, step, error);
  }
}

/** Another key stands where this one should: take another id or name. The one that was given up stays as a tombstone. */
async function replaceIntent(run: OperationRun, step: OperationStep, conflict: KeyConflictError): Promise<Progress> {
  const intents = run.journal.steps.filter(({ name }) => name === 'create').length;
  if (intents >= mostIntents) return giveUp(run, step, conflict);
  await beginNextIntent(run, step);
  run.sent = 0;
  return { kind: 'continue' };
}

function callOptions({ signal }: OperationRun): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
