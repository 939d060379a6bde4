import type { KeyVersion, OperationStep, StoreSession } from '@keyrack/contracts';
import { endedStage } from '../operations/end-versions.ts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { livingVersions } from '../revoke/begin.ts';
import { rotatePlan } from '../rotate/handler.ts';
import { callOptions } from '../support/call-options.ts';
import { keepWithoutSecret, recoverCreate } from './recover-create.ts';

/**
 * A rotation of the life before. It may have gone on elsewhere, so nobody here knows which secret its consumers hold: every credential
 * that exists is recorded and stays, and none is ended. Only a retirement that was begun is finished: by then they held the new one.
 */
export const recoverRotationHandler: OperationHandler = {
  kind: 'rotate',
  async advance(run) {
    const { journal } = run;
    if (journal.latestStep('retire')) return finishRetirement(run);
    const create = journal.latestStep('create');
    return create?.state === 'begun' ? settleCreate(run, create) : recordWhatIsThere(run);
  },
};

async function settleCreate(run: OperationRun, step: OperationStep): Promise<Progress> {
  const recovered = await recoverCreate(run, step);
  switch (recovered.kind) {
    case 'wait':
      return recovered;
    case 'made':
      return rotatePlan.settleIssued(run, step, recovered.issued);
    case 'made-elsewhere': {
      const { upstreamId } = recovered;
      await keepWithoutSecret(
        run,
        { step, upstreamId, stage: 'prepared' },
        { work: (session) => run.journal.audit(session, 'key.successor-made', { upstreamId, recovered: true, secretKept: false }) },
      );
      return { kind: 'continue' };
    }
    case 'absent':
      await rotatePlan.settleAborted(
        run,
        step,
        'the new secret does not exist; its making was begun before the store was restored from a backup',
      );
      return { kind: 'finished' };
  }
}

async function finishRetirement(run: OperationRun): Promise<Progress> {
  const { context, journal, provider, signal } = run;
  const step = journal.steps.find(({ name, state }) => name === 'retire' && state === 'begun');
  if (!step) {
    await journal.write(finished(context, 'done'), (session) => journal.audit(session, 'key.rotated', { recovered: true }));
    return { kind: 'finished' };
  }
  const upstreamId = upstreamIdOf(step);
  await run.confirmIdentity();
  await notedCall(journal, step, () => provider.revokeKey(upstreamId, callOptions({ signal })));
  await journal.settle(step, 'applied', {
    async work(session) {
      const version = step.versionId === null ? null : await session.versions.get(step.versionId);
      if (version) await end(run, session, version);
      await journal.audit(session, 'key.version-retired', { upstreamId, version: version?.number ?? null });
    },
  });
  return { kind: 'continue' };
}

/** The newest credential that exists is the current one; older ones that exist stay valid until the next rotation ends them. */
async function recordWhatIsThere(run: OperationRun): Promise<Progress> {
  const { context, journal } = run;
  const { keyId } = journal.operation;
  const versions = livingVersions(await context.store.read((session) => session.versions.listByKey(keyId)));
  await run.confirmIdentity();
  const there = await those(run, versions);
  // With none left, the key was ended or rotated on elsewhere: it is missing, for a person to judge.
  const kept = there.length > 0 ? there : versions;
  const isRotated = kept.length === 1 && kept[0] === versions.at(-1) && versions.length > 1;
  const reason = reasonFor(there.length, isRotated);
  await journal.write(finished(context, isRotated ? 'done' : 'aborted', reason), async (session) => {
    const updatedAtMs = context.clock.nowMs();
    for (const version of kept)
      await session.versions.update({ ...version, stage: version === kept.at(-1) ? 'current' : 'previous', observed: null, updatedAtMs });
    for (const version of versions.filter((one) => !kept.includes(one))) await end(run, session, version);
    const key = await session.keys.get(keyId);
    if (key && there.length === 0) await session.keys.update({ ...key, drift: 'missing', driftFields: [], updatedAtMs });
    const valid = there.map(({ number }) => number);
    await journal.audit(session, isRotated ? 'key.rotated' : 'key.rotation-aborted', {
      name: key?.name ?? '',
      reason,
      valid,
      recovered: true,
    });
  });
  return { kind: 'finished' };
}

async function those({ provider, signal }: OperationRun, versions: readonly KeyVersion[]): Promise<readonly KeyVersion[]> {
  const there: KeyVersion[] = [];
  for (const version of versions)
    if ((await provider.getKey(String(version.upstreamId), callOptions({ signal }))) !== null) there.push(version);
  return there;
}

async function end({ context }: OperationRun, session: StoreSession, version: KeyVersion): Promise<void> {
  await session.versions.update({ ...version, stage: endedStage(version), updatedAtMs: context.clock.nowMs() });
  await session.versions.writeSecret(version.id, null);
}

function reasonFor(there: number, isRotated: boolean): string | null {
  if (isRotated) return null;
  if (there === 0) return 'neither secret exists any more; the store was restored from a backup';
  if (there === 1) return 'the new secret does not exist any more; the store was restored from a backup';
  return 'the store was restored from a backup: every secret that exists stays valid; the next rotation ends the older ones';
}
