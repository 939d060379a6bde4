import type { KeyRotation, KeyVersion, Operation, OperationStep } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import { advanceCreate } from '../operations/create/advance-create.ts';
import { discard } from '../operations/create/discard.ts';
import { keepIssued } from '../operations/create/keep-issued.ts';
import type { CreatePlan } from '../operations/create/plan.ts';
import { versionOfStep } from '../operations/create/prepare.ts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { afterFailure } from '../rotation-policy/rotation-policy.ts';
import { soakUntilMs } from './gates.ts';
import { advanceRetirement, beginRetirement } from './retire.ts';
import { tryBeforeDelivery, tryBeforeRetirement } from './trial.ts';

/** Rotate: a successor, tried before it is given away, both valid for the overlap, then the end of the predecessor. Can be aborted until that end is begun. */
export const rotateHandler: OperationHandler = {
  kind: 'rotate',
  async advance(run) {
    const { journal } = run;
    if (journal.latestStep('retire')) return advanceRetirement(run);
    const create = journal.latestStep('create');
    if (!create) throw new LifecycleError('The journal of this rotation has no step', { advice: 'Abort the operation.' });
    if (create.state === 'begun') return advanceCreate(run, create, rotatePlan);
    if (journal.operation.direction === 'abort') return undo(run, create);
    if (journal.operation.parameters['successorTried'] !== false) return waitForGates(run);
    await tryBeforeDelivery(run);
    return { kind: 'continue' };
  },
};

/** The predecessor is never retired before its gates: the secret was delivered, and the overlap is over. */
async function waitForGates(run: OperationRun): Promise<Progress> {
  const { context, journal } = run;
  const untilMs = soakUntilMs(journal.operation, await keyOf(run));
  if (untilMs === null) return { kind: 'wait', untilMs: null, reason: 'the new secret was not delivered yet: keyrack reveal shows it' };
  if (context.clock.nowMs() < untilMs) return { kind: 'wait', untilMs, reason: 'both secrets are valid until the overlap is over' };
  await tryBeforeRetirement(run);
  await beginRetirement(run);
  return { kind: 'continue' };
}

async function keyOf({ context, journal }: OperationRun): Promise<{ readonly expiresAtMs: number | null }> {
  const key = await context.store.read((session) => session.keys.get(journal.operation.keyId));
  return { expiresAtMs: key?.expiresAtMs ?? null };
}

/** What becomes of a successor. */
export const rotatePlan: CreatePlan = {
  async settleIssued(run, step, issued) {
    const made = { successorMade: true, successorTried: !run.provider.capabilities.probe };
    await keepIssued(
      run,
      { step, issued, stage: 'prepared' },
      {
        operation: { parameters: { ...run.journal.operation.parameters, ...made } },
        async work(session, { key, version }) {
          const { rotation } = key;
          if (rotation?.problem) await session.keys.update({ ...key, rotation: { ...rotation, failedAttempts: 0, problem: null } });
          await run.journal.audit(session, 'key.successor-made', {
            name: key.name,
            upstreamId: issued.upstreamId,
            version: version.number,
          });
        },
      },
    );
    return { kind: 'continue' };
  },

  async settleAborted({ context, journal }, step, reason) {
    await journal.settle(step, 'not-applied', {
      operation: finished(context, 'aborted', reason),
      async work(session) {
        const { version, key } = await versionOfStep(session, step);
        const nowMs = context.clock.nowMs();
        await session.versions.update({ ...version, stage: 'failed', updatedAtMs: nowMs });
        const rotation = afterRefusal(context, journal.operation, { rotation: key.rotation, reason });
        if (rotation !== key.rotation) await session.keys.update({ ...key, rotation, updatedAtMs: nowMs });
        await journal.audit(session, 'key.rotation-aborted', { name: key.name, reason });
      },
    });
  },
};

/** A rotation that the policy asked for and the system refused is begun again after a pause; what somebody aborted, when the next is due. */
function afterRefusal(
  { clock, random }: OperationRun['context'],
  { parameters, direction }: Operation,
  { rotation, reason }: { readonly rotation: KeyRotation | null; readonly reason: string },
): KeyRotation | null {
  const isTriedAgain = rotation !== null && parameters['isByPolicy'] === true && direction === 'forward';
  return isTriedAgain ? afterFailure(rotation, reason, { nowMs: clock.nowMs(), random }) : rotation;
}

/** Takes a successor back that exists: the predecessor is current again, as if nothing had been. */
async function undo(run: OperationRun, create: OperationStep): Promise<Progress> {
  const { context, journal } = run;
  const { version: successor } = await context.store.read((session) => versionOfStep(session, create));
  if (successor.upstreamId !== null) await discard(run, create, successor.upstreamId);
  const nowMs = context.clock.nowMs();
  await journal.write(finished(context, 'aborted', journal.operation.reason), async (session) => {
    const versions = await session.versions.listByKey(successor.keyId);
    const restored: readonly KeyVersion[] = versions
      .filter(({ stage }) => stage === 'previous')
      .map((version) => ({ ...version, stage: 'current' }));
    for (const version of [...restored, { ...successor, stage: 'failed' as const }])
      await session.versions.update({ ...version, updatedAtMs: nowMs });
    await session.versions.writeSecret(successor.id, null);
    await journal.audit(session, 'key.rotation-aborted', { reason: journal.operation.reason ?? 'aborted' });
  });
  return { kind: 'finished' };
}
