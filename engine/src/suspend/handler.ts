import type { AccessKey, JsonObject, OperationStep, StoreSession } from '@keyrack/contracts';
import { endVersions } from '../operations/end-versions.ts';
import type { OperationHandler, OperationRun } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { callOptions } from '../support/call-options.ts';

/** Suspend: take every version out of use, each confirmed by the system. */
export const suspendHandler: OperationHandler = { kind: 'suspend', advance: (run) => advanceVersions(run, suspension) };

/** Resume: put every version back into use as it was. */
export const resumeHandler: OperationHandler = { kind: 'resume', advance: (run) => advanceVersions(run, resumption) };

/** Out of use, or back into it. */
export interface Direction {
  act(
    run: OperationRun,
    upstreamId: string,
    what: { readonly restore: JsonObject; readonly options: { readonly signal?: AbortSignal } },
  ): Promise<void>;
  restoreAfterwards(restore: JsonObject): JsonObject | null;
  end(key: AccessKey, reasons: readonly string[]): AccessKey;
  readonly event: string;
}

/** Out of use. */
export const suspension: Direction = {
  act: ({ provider }, upstreamId, { options }) => provider.suspendKey(upstreamId, options),
  restoreAfterwards: (restore) => restore,
  end: (key, reasons) => ({ ...key, state: 'suspended', suspensionReasons: [...new Set([...key.suspensionReasons, ...reasons])] }),
  event: 'key.suspended',
};

/** Back into use. */
export const resumption: Direction = {
  act: ({ provider }, upstreamId, { restore, options }) => provider.resumeKey(upstreamId, restore, options),
  restoreAfterwards: () => null,
  end: (key) => ({ ...key, state: 'active', suspensionReasons: [] }),
  event: 'key.resumed',
};

async function advanceVersions(run: OperationRun, direction: Direction): ReturnType<OperationHandler['advance']> {
  const { context, journal, signal } = run;
  const step = journal.steps.find(({ name, state }) => state === 'begun' && (name === 'suspend' || name === 'resume'));
  if (step) {
    const restore = step.intent['restore'] as JsonObject; // written by `beginSuspension` or `beginResumption`
    await run.confirmIdentity();
    await notedCall(journal, step, () => direction.act(run, upstreamIdOf(step), { restore, options: callOptions({ signal }) }));
    await settleVersion(run, step, direction.restoreAfterwards(restore));
    return { kind: 'continue' };
  }
  const progress = await endVersions(run);
  if (progress) return progress;
  await journal.write(finished(context, 'done'), (session) => endKey(run, session, direction));
  return { kind: 'finished' };
}

async function settleVersion({ context, journal }: OperationRun, step: OperationStep, restore: JsonObject | null): Promise<void> {
  await journal.settle(step, 'applied', {
    async work(session) {
      const version = step.versionId === null ? null : await session.versions.get(step.versionId);
      if (version) await session.versions.update({ ...version, restore, updatedAtMs: context.clock.nowMs() });
    },
  });
}

/** Writes down that it is so for the whole key. */
export async function endKey({ context, journal }: OperationRun, session: StoreSession, { end, event }: Direction): Promise<void> {
  const key = await session.keys.get(journal.operation.keyId);
  if (!key) return;
  const reasons = journal.operation.parameters['reasons'] as readonly string[]; // written by `beginSuspension` or `beginResumption`
  await session.keys.update({ ...end(key, reasons), updatedAtMs: context.clock.nowMs() });
  await journal.audit(session, event, { name: key.name, reasons });
}
