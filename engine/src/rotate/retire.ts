import type { KeyUsage, KeyVersion, OperationStep } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { countsUsage } from './begin.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { upstreamIdOf } from '../operations/steps.ts';

/** Begins the end of the predecessors. From here on a rotation cannot be aborted. */
export async function beginRetirement({ context, journal }: OperationRun): Promise<void> {
  const versions = await context.store.read((session) => session.versions.listByKey(journal.operation.keyId));
  for (const { id: versionId, upstreamId } of versions.filter(({ stage }) => stage === 'previous')) {
    await journal.begin(
      { name: 'retire', versionId, intent: { upstreamId } },
      { work: (session) => journal.audit(session, 'key.retirement-begun', { upstreamId }) },
    );
  }
}

/** Revokes the predecessors, then gives the successor what they left of the key's limits. */
export async function advanceRetirement(run: OperationRun): Promise<Progress> {
  const { journal } = run;
  const open = journal.steps.find(({ name, state }) => name === 'retire' && state === 'begun');
  if (open) {
    await retire(run, open);
    return { kind: 'continue' };
  }
  const carry = journal.latestStep('carry-over');
  if (carry?.state === 'begun') await carryOver(run, carry);
  await journal.write(finished(run.context, 'done'), (session) => journal.audit(session, 'key.rotated', {}));
  return { kind: 'finished' };
}

async function retire(run: OperationRun, step: OperationStep): Promise<void> {
  const { context, journal, provider, signal } = run;
  const upstreamId = upstreamIdOf(step);
  const options = signal ? { signal } : {};
  await run.confirmIdentity();
  const { successor, keyLimits } = await successorOf(run);
  // What was used during the overlap counts too, and can no longer be read once the predecessor is gone.
  const used = countsUsage(keyLimits) ? await usage(run, upstreamId) : null;
  const read = used && provider.remainingLimits(keyLimits, used);
  if (read) await journal.write({ parameters: { ...journal.operation.parameters, limitsLeft: { ...read } } });
  await notedCall(journal, step, () => provider.revokeKey(upstreamId, options));
  // Where the answer to an earlier revocation was lost, the reading before it is the last there is.
  const left = read ?? (journal.operation.parameters['limitsLeft'] as KeyVersion['limits'] | undefined) ?? null;
  const limits = left && canonicalJson({ ...left }) !== canonicalJson({ ...successor.limits }) ? left : null;
  await journal.settle(step, 'applied', {
    ...(limits && {
      next: { name: 'carry-over', versionId: successor.id, intent: { upstreamId: successor.upstreamId, limits: { ...limits } } },
    }),
    async work(session) {
      const version = step.versionId === null ? null : await session.versions.get(step.versionId);
      if (version) {
        await session.versions.update({ ...version, stage: 'retired', updatedAtMs: context.clock.nowMs() });
        await session.versions.writeSecret(version.id, null);
      }
      await journal.audit(session, 'key.version-retired', { upstreamId, version: version?.number ?? null });
    },
  });
}

async function carryOver({ context, journal, provider, signal }: OperationRun, step: OperationStep): Promise<void> {
  const limits = step.intent['limits'] as KeyVersion['limits']; // written by `retire`
  await notedCall(journal, step, () => provider.changeKey(upstreamIdOf(step), { limits }, signal ? { signal } : {}));
  await journal.settle(step, 'applied', {
    async work(session) {
      const version = step.versionId === null ? null : await session.versions.get(step.versionId);
      if (version) await session.versions.update({ ...version, limits, updatedAtMs: context.clock.nowMs() });
    },
  });
}

async function successorOf({
  context,
  journal,
}: OperationRun): Promise<{ readonly successor: KeyVersion; readonly keyLimits: KeyVersion['limits'] }> {
  return context.store.read(async (session) => {
    const versions = await session.versions.listByKey(journal.operation.keyId);
    const successor = versions.findLast(({ stage }) => stage === 'current');
    const key = await session.keys.get(journal.operation.keyId);
    if (!successor || !key) throw new LifecycleError('A rotation that retires has no current version', { advice: 'Run keyrack doctor.' });
    return { successor, keyLimits: key.limits };
  });
}

/** A predecessor that somebody removed meanwhile has used what it had used when the rotation began. */
async function usage({ provider, signal }: OperationRun, upstreamId: string): Promise<KeyUsage | null> {
  const options = signal ? { signal } : {};
  return (await provider.getKey(upstreamId, options)) === null ? null : provider.readUsage(upstreamId, options);
}
