import type { AccessKey, KeyChange, KeyVersion, ObservedKey, OperationStep } from '@keyrack/contracts';
import { LifecycleError, UpstreamRejectedError } from '@keyrack/contracts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { callOptions } from '../support/call-options.ts';

/** Change: name, limits and expiry of every version, each read back and compared; then our own record. */
export const changeHandler: OperationHandler = {
  kind: 'change',
  async advance(run) {
    const step = run.journal.steps.find(({ state }) => state === 'begun');
    if (step && run.journal.operation.direction === 'abort') return abandon(run, 'aborted');
    if (step) return changeVersion(run, step);
    await run.journal.write(finished(run.context, 'done'), async (session) => {
      const key = await session.keys.get(run.journal.operation.keyId);
      const wanted = run.journal.operation.parameters['wanted'] as Partial<AccessKey>; // written by `beginChange`
      if (key) await session.keys.update({ ...key, ...wanted, updatedAtMs: run.context.clock.nowMs() });
      await run.journal.audit(session, 'key.changed', { name: wanted.name ?? '' });
    });
    return { kind: 'finished' };
  },
};

async function changeVersion(run: OperationRun, step: OperationStep): Promise<Progress> {
  const { context, journal, provider, signal } = run;
  const upstreamId = upstreamIdOf(step);
  const change = step.intent['change'] as KeyChange; // written by `beginChange`
  const version = await context.store.read(async (session) => (step.versionId === null ? null : session.versions.get(step.versionId)));
  const options = callOptions({ signal });
  let restore: KeyVersion['restore'];
  try {
    const wanted = { ...change, ...(version?.restore && { restore: version.restore }) };
    restore = await notedCall(journal, step, () => provider.changeKey(upstreamId, wanted, options));
  } catch (error) {
    const certain = LifecycleError.isInstance(error) && error.outcome === 'not-applied' && !error.retryable;
    if (!certain || run.resumed || step.outcome === 'unknown' || journal.steps.some(({ outcome }) => outcome === 'applied')) throw error;
    return abandon(run, error.message, error);
  }
  // Taken, but not seen yet: a look that fails says nothing of the change.
  await notedCall(journal, { ...step, outcome: 'unknown' }, async () => {
    const observed = await provider.getKey(upstreamId, options);
    const differing = observed === null ? ['the key is not there'] : unlike(change, observed, restore !== null);
    if (differing.length === 0) return;
    throw new UpstreamRejectedError(`The system took the change and shows something else: ${differing.join(', ')}`, {
      outcome: 'unknown',
      retryable: true,
    });
  });
  await journal.settle(step, 'applied', {
    async work(session) {
      if (!version) return;
      const told = {
        ...(change.upstreamName !== undefined && { upstreamName: change.upstreamName }),
        ...(change.limits && { limits: change.limits }),
      };
      await session.versions.update({ ...version, ...told, restore, updatedAtMs: context.clock.nowMs() });
    },
  });
  return { kind: 'continue' };
}

/** What the system shows otherwise than it was told. The limits of a suspended key are shown by its suspension, not by themselves. */
function unlike(change: KeyChange, observed: ObservedKey, suspended: boolean): readonly string[] {
  const fields: string[] = [];
  if (change.upstreamName !== undefined && change.upstreamName !== observed.upstreamName) fields.push('name');
  if (change.limits && !suspended && canonicalJson({ ...change.limits }) !== canonicalJson({ ...observed.limits })) fields.push('limits');
  if (change.expiresAtMs !== undefined && Math.abs((change.expiresAtMs ?? 0) - (observed.expiresAtMs ?? 0)) >= 2_000) fields.push('expiry');
  return fields;
}

/** Leaves our record as it was. What the system may have taken of it shows up as drift at the next sync. */
async function abandon({ context, journal }: OperationRun, reason: string, cause?: Error): Promise<Progress> {
  await journal.write(finished(context, 'aborted', reason), (session) => journal.audit(session, 'key.change-aborted', { reason }));
  return cause ? { kind: 'finished', cause } : { kind: 'finished' };
}
