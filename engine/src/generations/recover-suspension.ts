import type { JsonObject, OperationStep } from '@keyrack/contracts';
import { endVersions } from '../operations/end-versions.ts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { endKey, resumption, suspension } from '../suspend/handler.ts';
import type { Direction } from '../suspend/handler.ts';
import { callOptions } from '../support/call-options.ts';

/** A suspension of the life before: recorded where the system shows it. It may have been taken back since, so it is not made anew. */
export const recoverSuspendHandler: OperationHandler = { kind: 'suspend', advance: (run) => recover(run, suspension, 'suspended') };

/** A resumption of the life before: recorded where the system shows it. The key may have been suspended again since, so it stays as it is. */
export const recoverResumeHandler: OperationHandler = { kind: 'resume', advance: (run) => recover(run, resumption, 'active') };

async function recover(run: OperationRun, direction: Direction, sought: 'suspended' | 'active'): Promise<Progress> {
  const { context, journal } = run;
  const step = journal.steps.find(({ name, state }) => state === 'begun' && (name === 'suspend' || name === 'resume'));
  if (step) {
    await look(run, step, { direction, sought });
    return { kind: 'continue' };
  }
  const progress = await endVersions(run);
  if (progress) return progress;
  const acts = journal.steps.filter(({ name }) => name === 'suspend' || name === 'resume');
  if (acts.every(({ outcome }) => outcome === 'applied')) {
    await journal.write(finished(context, 'done'), (session) => endKey(run, session, direction));
    return { kind: 'finished' };
  }
  const { kind } = journal.operation;
  const reason = `the system does not show it, and what was begun before a restore is not begun again; if it is still wanted: keyrack ${kind}`;
  await journal.write(finished(context, 'aborted', reason), (session) =>
    journal.audit(session, kind === 'suspend' ? 'key.suspension-aborted' : 'key.resumption-aborted', { reason }),
  );
  return { kind: 'finished' };
}

async function look(
  run: OperationRun,
  step: OperationStep,
  { direction, sought }: { readonly direction: Direction; readonly sought: 'suspended' | 'active' },
): Promise<void> {
  const { context, journal, provider, signal } = run;
  await run.confirmIdentity();
  const observed = await provider.getKey(upstreamIdOf(step), callOptions({ signal }));
  const isSo = observed?.state === sought;
  const restore = direction.restoreAfterwards(step.intent['restore'] as JsonObject); // written by `beginSuspension` or `beginResumption`
  await journal.settle(step, isSo ? 'applied' : 'not-applied', {
    async work(session) {
      const version = isSo && step.versionId !== null ? await session.versions.get(step.versionId) : null;
      if (version) await session.versions.update({ ...version, restore, updatedAtMs: context.clock.nowMs() });
    },
  });
}
