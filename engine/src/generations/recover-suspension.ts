import type { JsonObject, ObservedKey, OperationStep, StoreSession } from '@keyrack/contracts';
import { endVersions } from '../operations/end-versions.ts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { endKey, resumption, suspension } from '../suspend/handler.ts';
import type { Direction } from '../suspend/handler.ts';
import { callOptions } from '../support/call-options.ts';

/** A suspension of the life before: recorded where the system shows it. It may have been taken back since, so it is not made anew. */
export const recoverSuspendHandler: OperationHandler = { kind: 'suspend', advance: (run) => recover(run, suspension) };

/** A resumption of the life before: recorded where the system shows it. The key may have been suspended again since, so it stays as it is. */
export const recoverResumeHandler: OperationHandler = { kind: 'resume', advance: (run) => recover(run, resumption) };

/** A step that acted on a credential, or was about to, and what the system shows of the credential now; null: it is gone. */
interface Look {
  readonly step: OperationStep;
  readonly state: ObservedKey['state'] | null;
}

async function recover(run: OperationRun, direction: Direction): Promise<Progress> {
  const { context, journal } = run;
  const progress = await endVersions(run);
  if (progress) return progress;
  await run.confirmIdentity();
  // What was settled before is looked at too: the life before went on.
  const looks: Look[] = [];
  for (const step of journal.steps.filter(({ name }) => name === 'suspend' || name === 'resume')) looks.push(await look(run, step));
  const { kind } = journal.operation;
  const sought = kind === 'suspend' ? 'suspended' : 'active';
  const isSo = looks.every(({ state }) => state === sought);
  for (const { step, state } of looks.filter((one) => one.step.state === 'begun'))
    await journal.settle(step, state === sought ? 'applied' : 'not-applied');
  const reason = `the system does not show it, and what was begun before a restore is not begun again; if it is still wanted: keyrack ${kind}`;
  await journal.write(isSo ? finished(context, 'done') : finished(context, 'aborted', reason), async (session) => {
    for (const one of looks) await recordState(run, session, one);
    if (isSo) return endKey(run, session, direction);
    await journal.audit(session, kind === 'suspend' ? 'key.suspension-aborted' : 'key.resumption-aborted', { reason });
  });
  return { kind: 'finished' };
}

async function look({ provider, signal }: OperationRun, step: OperationStep): Promise<Look> {
  const observed = await provider.getKey(upstreamIdOf(step), callOptions({ signal }));
  return { step, state: observed?.state ?? null };
}

/** What a later resumption will have to restore; and what was seen last was compared with another record, so the next sync compares anew. */
async function recordState({ context }: OperationRun, { versions }: StoreSession, { step, state }: Look): Promise<void> {
  if (state === null) return;
  const version = step.versionId === null ? null : await versions.get(step.versionId);
  const restore = state === 'suspended' ? (step.intent['restore'] as JsonObject) : null; // written by `beginSuspension` or `beginResumption`
  if (version) await versions.update({ ...version, restore, observed: null, updatedAtMs: context.clock.nowMs() });
}
