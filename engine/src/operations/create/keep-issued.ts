import type { AccessKey, IssuedVersion, KeyVersion, OperationStep, StoreSession, VersionStage } from '@keyrack/contracts';
import type { OperationRun } from '../handler.ts';
import type { OperationChange } from '../journal.ts';
import { versionOfStep } from './prepare.ts';

/** A credential that was made, and the stage it enters. */
export interface Kept {
  readonly step: OperationStep;
  readonly issued: IssuedVersion;
  readonly stage: VersionStage;
}

/** Settles a `create` step: the version with its id, its fingerprint and its sealed secret, and what follows, in one transaction. */
export async function keepIssued(
  { context, journal }: OperationRun,
  { step, issued, stage }: Kept,
  then: {
    readonly operation: OperationChange;
    readonly work: (session: StoreSession, record: { readonly key: AccessKey; readonly version: KeyVersion }) => Promise<void>;
  },
): Promise<void> {
  const { upstreamId, upstreamName, secret, fingerprintSource } = issued;
  const envelope = context.cipher.seal(secret, `version/${step.versionId}`);
  const fingerprint = context.cipher.fingerprint(fingerprintSource);
  await journal.settle(step, 'applied', {
    operation: then.operation,
    async work(session) {
      const { version, key } = await versionOfStep(session, step);
      // A sync may have seen it before its record was complete: the next one compares anew.
      const made = { ...version, upstreamId, upstreamName, fingerprint, stage, observed: null, updatedAtMs: context.clock.nowMs() };
      await session.versions.update(made);
      await session.versions.writeSecret(version.id, envelope);
      await then.work(session, { key, version: made });
    },
  });
}
