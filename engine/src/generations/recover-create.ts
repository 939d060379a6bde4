import type { IssuedVersion, OperationStep, StoreSession, VersionStage } from '@keyrack/contracts';
import { lookAtIntent, quietUntilMs } from '../operations/create/abort-create.ts';
import { versionOfStep } from '../operations/create/prepare.ts';
import type { OperationRun, Progress } from '../operations/handler.ts';

/** What became of a credential that was being made when the backup was taken. */
export type RecoveredCreate =
  | { readonly kind: 'made'; readonly issued: IssuedVersion }
  /** It exists; whoever made it may have handed its secret out, and it cannot be read again. */
  | { readonly kind: 'made-elsewhere'; readonly upstreamId: string }
  | { readonly kind: 'absent' }
  | Extract<Progress, { kind: 'wait' }>;

/** Asks what became of a create, and never sends it: somebody else may have finished it, and ended the key since. */
export async function recoverCreate(run: OperationRun, step: OperationStep): Promise<RecoveredCreate> {
  await run.confirmIdentity();
  const lookedAtMs = run.context.clock.nowMs();
  const recovery = await lookAtIntent(run, step);
  if (recovery.kind === 'applied') return { kind: 'made', issued: recovery.issued };
  if (recovery.kind === 'secret-lost') return { kind: 'made-elsewhere', upstreamId: recovery.upstreamId };
  const untilMs = quietUntilMs(run, step);
  if (lookedAtMs >= untilMs) return { kind: 'absent' };
  return { kind: 'wait', untilMs, reason: 'a request that was sent before the restore may still take effect' };
}

/** Records a credential whose secret is with whoever made it, in one transaction. */
export async function keepWithoutSecret(
  { context, journal }: OperationRun,
  { step, upstreamId, stage }: { readonly step: OperationStep; readonly upstreamId: string; readonly stage: VersionStage },
  then: Parameters<OperationRun['journal']['settle']>[2] & { readonly work: (session: StoreSession) => Promise<void> },
): Promise<void> {
  await journal.settle(step, 'applied', {
    ...then,
    async work(session) {
      const { version } = await versionOfStep(session, step);
      await session.versions.update({ ...version, upstreamId, stage, observed: null, updatedAtMs: context.clock.nowMs() });
      await then.work(session);
    },
  });
}
