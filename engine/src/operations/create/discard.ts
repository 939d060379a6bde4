import type { OperationStep } from '@keyrack/contracts';
import type { OperationRun } from '../handler.ts';
import { callOptions } from '../../support/call-options.ts';

/** Revokes a credential that exists but that nobody can use: its secret is lost, or its issue is being aborted. */
export async function discard(run: OperationRun, create: OperationStep, upstreamId: string): Promise<void> {
  const { journal, provider, signal } = run;
  // Noted on the version too, so that the credential is recognised should it ever come back.
  const step = await journal.begin(
    { name: 'discard', versionId: create.versionId, intent: { upstreamId } },
    {
      async work(session) {
        const version = create.versionId === null ? null : await session.versions.get(create.versionId);
        if (version) await session.versions.update({ ...version, upstreamId });
        await journal.audit(session, 'key.discard-begun', { upstreamId });
      },
    },
  );
  await run.confirmIdentity();
  await provider.revokeKey(upstreamId, callOptions({ signal }));
  await journal.settle(step, 'applied', { work: (session) => journal.audit(session, 'key.discarded', { upstreamId }) });
}
