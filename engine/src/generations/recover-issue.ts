import { LifecycleError } from '@keyrack/contracts';
import type { OperationStep } from '@keyrack/contracts';
import { issuePlan } from '../issue/handler.ts';
import { versionOfStep } from '../operations/create/prepare.ts';
import type { OperationHandler, OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { keepWithoutSecret, recoverCreate } from './recover-create.ts';

/** An issue of the life before: the key is recorded when it exists, and never was when it does not. */
export const recoverIssueHandler: OperationHandler = {
  kind: 'issue',
  async advance(run) {
    const step = run.journal.latestStep('create');
    if (!step) throw new LifecycleError('The journal of this issue has no step', { advice: 'Run keyrack doctor.' });
    const recovered = await recoverCreate(run, step);
    switch (recovered.kind) {
      case 'wait':
        return recovered;
      case 'made':
        return issuePlan.settleIssued(run, step, recovered.issued);
      case 'made-elsewhere':
        return record(run, step, recovered.upstreamId);
      case 'absent':
        await issuePlan.settleAborted(run, step, 'the key does not exist; its issue was begun before the store was restored from a backup');
        return { kind: 'finished' };
    }
  },
};

async function record(run: OperationRun, step: OperationStep, upstreamId: string): Promise<Progress> {
  const { context, journal } = run;
  await keepWithoutSecret(
    run,
    { step, upstreamId, stage: 'current' },
    {
      operation: finished(context, 'done', 'recorded without its secret, which only whoever was given it has'),
      async work(session) {
        const { key, version } = await versionOfStep(session, step);
        await session.keys.update({ ...key, state: 'active', updatedAtMs: context.clock.nowMs() });
        const { upstreamName, number } = version;
        const detail = { name: key.name, upstreamId, upstreamName, version: number, recovered: true, secretKept: false };
        await journal.audit(session, 'key.issued', detail);
      },
    },
  );
  return { kind: 'finished' };
}
