import type { ObservedKey, OperationStep } from '@keyrack/contracts';
import { LifecycleError, UpstreamRejectedError } from '@keyrack/contracts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { textIn, upstreamIdOf } from '../operations/steps.ts';
import type { AdoptedFacts } from './begin.ts';
import { callOptions } from '../support/call-options.ts';

/** Adopt: our marker where the system has a place for it, read back; then the key is ours, with its secret where the system shows it. */
export const adoptHandler: OperationHandler = {
  kind: 'adopt',
  async advance(run) {
    if (run.journal.operation.direction === 'abort') return abandonAdoption(run, run.journal.operation.reason ?? 'aborted');
    const step = run.journal.steps.find(({ state }) => state === 'begun');
    return step ? mark(run, step) : recordAdoption(run);
  },
};

async function mark(run: OperationRun, step: OperationStep): Promise<Progress> {
  const { journal, provider, signal } = run;
  const upstreamId = upstreamIdOf(step);
  const rackId = textIn(step.intent, 'rackId', `step ${step.id}`);
  const options = callOptions({ signal });
  try {
    await notedCall(journal, step, () => provider.changeKey(upstreamId, { rackId }, options));
  } catch (error) {
    const certain = LifecycleError.isInstance(error) && error.outcome === 'not-applied' && !error.retryable;
    if (!certain || run.resumed || step.outcome === 'unknown') throw error;
    return abandonAdoption(run, error.message, error);
  }
  await notedCall(journal, { ...step, outcome: 'unknown' }, async () => {
    const observed = await provider.getKey(upstreamId, options);
    if (observed === null || observed.rackId === rackId) return;
    throw new UpstreamRejectedError('The system took our marker and does not show it', { outcome: 'unknown', retryable: true });
  });
  await journal.settle(step, 'applied');
  return { kind: 'continue' };
}

/** From here on the key is ours: what the system shows of it is its record. */
export async function recordAdoption(run: OperationRun): Promise<Progress> {
  const { context, journal, provider, signal } = run;
  const { parameters, keyId } = journal.operation;
  const where = `operation ${journal.operation.id}`;
  const versionId = textIn(parameters, 'versionId', where);
  const observed = await provider.getKey(textIn(parameters, 'upstreamId', where), callOptions({ signal }));
  if (observed === null) return abandonAdoption(run, 'the key is not there any more');
  const facts = parameters['adopted'] as unknown as AdoptedFacts; // written by `beginAdoption`
  const { limits, expiresAtMs, upstreamId } = observed;
  const updatedAtMs = context.clock.nowMs();
  const envelope = sealed(run, observed, versionId);
  await journal.write(finished(context, 'done'), async (session) => {
    const key = await session.keys.get(keyId);
    const version = await session.versions.get(versionId);
    if (!key || !version) return;
    await session.keys.update({ ...key, ...facts, origin: 'adopted', limits, expiresAtMs, updatedAtMs });
    await session.versions.update({ ...version, limits, updatedAtMs });
    if (envelope !== null) await session.versions.writeSecret(versionId, envelope);
    await journal.audit(session, 'key.adopted', { name: facts.name, upstreamId });
  });
  return { kind: 'finished' };
}

function sealed({ context, provider }: OperationRun, { secret }: ObservedKey, versionId: string): string | null {
  return provider.capabilities.secretReadable && secret ? context.cipher.seal(secret, `version/${versionId}`) : null;
}

/** The key stays foreign; a marker that it may carry by then does no harm. */
export async function abandonAdoption({ context, journal }: OperationRun, reason: string, cause?: Error): Promise<Progress> {
  await journal.write(finished(context, 'aborted', reason), (session) => journal.audit(session, 'key.adoption-aborted', { reason }));
  return cause ? { kind: 'finished', cause } : { kind: 'finished' };
}
