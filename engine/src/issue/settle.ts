import type { AccessKey, IssuedVersion, KeyVersion, OperationStep, StoreSession } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';

/** Writes down that the key exists, with its secret, in one transaction. Until this is on the disk, nobody is shown anything. */
export async function settleIssued(run: OperationRun, step: OperationStep, issued: IssuedVersion): Promise<Progress> {
  const { context, journal } = run;
  const nowMs = context.clock.nowMs();
  const envelope = context.cipher.seal(issued.secret, `version/${step.versionId}`);
  await journal.settle(step, 'applied', {
    operation: finished(context, 'done'),
    async work(session) {
      const { version, key } = await preparedVersion(session, step);
      const { upstreamId, upstreamName } = issued;
      const fingerprint = context.cipher.fingerprint(issued.fingerprintSource);
      await session.versions.update({ ...version, upstreamId, upstreamName, fingerprint, stage: 'current', updatedAtMs: nowMs });
      await session.versions.writeSecret(version.id, envelope);
      await session.keys.update({ ...key, state: 'active', updatedAtMs: nowMs });
      await journal.audit(session, 'key.issued', {
        name: key.name,
        upstreamId,
        upstreamName,
        version: version.number,
        recovered: run.resumed,
      });
    },
  });
  return { kind: 'finished' };
}

/** The version that a step is about, and its key. */
export async function preparedVersion(
  session: StoreSession,
  step: OperationStep,
): Promise<{ readonly version: KeyVersion; readonly key: AccessKey }> {
  const version = step.versionId === null ? null : await session.versions.get(step.versionId);
  const key = version && (await session.keys.get(version.keyId));
  if (!key) throw new LifecycleError(`The record of step ${step.id} is not complete`, { advice: 'Run keyrack doctor.' });
  return { version, key };
}
