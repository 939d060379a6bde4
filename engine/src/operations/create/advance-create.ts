import type { IssuedVersion, IssueIntent, OperationStep } from '@keyrack/contracts';
import { KeyConflictError, LifecycleError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../handler.ts';
import { advanceAbort } from './abort-create.ts';
import { discard } from './discard.ts';
import type { CreatePlan } from './plan.ts';
import { beginNextIntent } from './prepare.ts';
import { openIntent } from './sealed-intent.ts';
import { callOptions } from '../../support/call-options.ts';

/** One unanswered request and one repetition; after that the operation is put aside and tried again later. */
const mostSendsPerRun = 2;
/** How many ids or names may turn out to be taken before it is given up. */
const mostIntents = 5;

/** One attempt at a credential: the run, the open `create` step with its intent, and what happens afterwards. */
interface Attempt {
  readonly run: OperationRun;
  readonly plan: CreatePlan;
  readonly step: OperationStep;
  readonly intent: IssueIntent;
}

/** Makes the credential that was written down, or finds out what became of it. */
export async function advanceCreate(run: OperationRun, step: OperationStep, plan: CreatePlan): Promise<Progress> {
  if (run.journal.operation.direction === 'abort') return advanceAbort(run, step, plan);
  const attempt = { run, plan, step, intent: await readIntent(run, step) };
  const untouched = !run.resumed && run.sent === 0 && step.outcome === null;
  return untouched ? send(attempt) : look(attempt);
}

async function readIntent({ context }: OperationRun, step: OperationStep): Promise<IssueIntent> {
  const envelope = await context.store.read((session) => session.operations.readStepSecrets(step.id));
  return openIntent(context.cipher, step, envelope);
}

/** Asks what became of requests that may have been sent, before anything is sent again. */
async function look(attempt: Attempt): Promise<Progress> {
  const { run, plan, step, intent } = attempt;
  // What a reinstalled system does not know may live elsewhere, and it must not be made there a second time.
  if (run.resumed && run.sent === 0) await run.confirmIdentity();
  const recovery = await run.provider.recoverIssue(intent, callOptions(run));
  switch (recovery.kind) {
    case 'applied':
      return plan.settleIssued(run, step, recovery.issued);
    case 'absent':
      return sendAgain(attempt);
    case 'secret-lost':
      await discard(run, step, recovery.upstreamId);
      return sendAgain(attempt);
    case 'conflict':
      return replaceIntent(attempt, new KeyConflictError(recovery.explanation));
  }
}

async function sendAgain(attempt: Attempt): Promise<Progress> {
  const { run, step } = attempt;
  if (run.sent >= mostSendsPerRun) {
    throw new UpstreamUnavailableError('The system did not answer, and the key is not there yet', { outcome: 'unknown', retryable: true });
  }
  await run.journal.beginCall(step);
  return send(attempt);
}

async function send(attempt: Attempt): Promise<Progress> {
  const { run, plan, step, intent } = attempt;
  const mayHaveLanded = run.resumed || step.outcome === 'unknown';
  await run.journal.confirmHeld();
  run.sent += 1;
  let issued: IssuedVersion;
  try {
    issued = await run.provider.issueKey(intent, callOptions(run));
  } catch (error) {
    if (!LifecycleError.isInstance(error)) throw error;
    if (KeyConflictError.isInstance(error)) return replaceIntent(attempt, error);
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
    return giveUp(attempt, error);
  }
  // Not within the try: what the store failed to keep says nothing of the key, which is there.
  return plan.settleIssued(run, step, issued);
}

/** Another key stands where this one should: take another id or name. The one that was given up stays as a tombstone. */
async function replaceIntent(attempt: Attempt, conflict: KeyConflictError): Promise<Progress> {
  const { run, step } = attempt;
  const intents = run.journal.steps.filter(({ name }) => name === 'create').length;
  if (intents >= mostIntents) return giveUp(attempt, conflict);
  await beginNextIntent(run, step);
  run.sent = 0;
  return { kind: 'continue' };
}

/** Ends it: it is certain that nothing happened. */
async function giveUp({ run, plan, step }: Attempt, cause: Error): Promise<Progress> {
  await plan.settleAborted(run, step, cause.message);
  return { kind: 'finished', cause };
}
