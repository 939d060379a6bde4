import type { KeyVersion, OperationStep } from '@keyrack/contracts';
import { advanceAbort } from './create/abort-create.ts';
import type { CreatePlan } from './create/plan.ts';
import { versionOfStep } from './create/prepare.ts';
import type { OperationRun, Progress } from './handler.ts';
import { notedCall } from './noted-call.ts';
import { upstreamIdOf } from './steps.ts';
import { callOptions } from '../support/call-options.ts';

/**
 * Does the next of an operation's steps `revoke` and `await-create`: credentials that end, each confirmed by the system.
 * @returns null when none is left.
 */
export async function endVersions(run: OperationRun): Promise<Progress | null> {
  const open = run.journal.steps.filter(({ state }) => state === 'begun');
  const revoke = open.find(({ name }) => name === 'revoke');
  if (revoke) {
    await revokeVersion(run, revoke);
    return { kind: 'continue' };
  }
  const awaited = open.find(({ name }) => name === 'await-create');
  return awaited ? advanceAbort(run, awaited, neverMade) : null;
}

async function revokeVersion(run: OperationRun, step: OperationStep): Promise<void> {
  const { context, journal, provider, signal } = run;
  // A system that was reinstalled knows none of our keys and would confirm every revocation.
  await run.confirmIdentity();
  await notedCall(journal, step, () => provider.revokeKey(upstreamIdOf(step), callOptions({ signal })));
  await journal.settle(step, 'applied', {
    async work(session) {
      const { version } = await versionOfStep(session, step);
      await session.versions.update({ ...version, stage: endedStage(version), updatedAtMs: context.clock.nowMs() });
      await session.versions.writeSecret(version.id, null);
    },
  });
}

/** The stage of a credential that has ended, by the one it had. */
export function endedStage({ stage }: Pick<KeyVersion, 'stage'>): KeyVersion['stage'] {
  return stage === 'prepared' || stage === 'failed' ? 'failed' : 'retired';
}

/** A create of a superseded operation: whatever landed of it is revoked by now, and nothing can land any more. */
const neverMade: CreatePlan = {
  settleIssued: () => Promise.reject(new Error('A superseded create is never continued')),
  async settleAborted({ context, journal }, step) {
    await journal.settle(step, 'not-applied', {
      async work(session) {
        const { version } = await versionOfStep(session, step);
        await session.versions.update({ ...version, stage: 'failed', updatedAtMs: context.clock.nowMs() });
      },
    });
  },
};
