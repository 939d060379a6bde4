import type { JsonObject, KeyChange, KeyLimits, KeyUsage, KeyVersion, OperationStep } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../operations/handler.ts';
import { finished } from '../operations/journal.ts';
import { notedCall } from '../operations/noted-call.ts';
import { countsUsage } from './begin.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { callOptions } from '../support/call-options.ts';

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
  const options = callOptions({ signal });
  await run.confirmIdentity();
  const { successor, keyLimits } = await successorOf(run);
  // What was used during the overlap counts too, and can no longer be read once the predecessor is gone.
  const read = countsUsage(keyLimits) ? await legacyOf(run, { upstreamId, successor, keyLimits }) : null;
  if (read) await journal.write({ parameters: { ...journal.operation.parameters, legacy: { ...read } } });
  await notedCall(journal, step, () => provider.revokeKey(upstreamId, options));
  // Where the answer to an earlier revocation was lost, the reading before it is the last there is.
  const legacy = read ?? (journal.operation.parameters['legacy'] as Legacy | undefined) ?? {};
  const intent = await carryIntent(run, successor, legacy);
  await journal.settle(step, 'applied', {
    ...(intent && { next: { name: 'carry-over', versionId: successor.id, intent } }),
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

/** What a predecessor leaves to its successor. */
interface Legacy extends JsonObject {
  /** What is left of the key's limits, where the system counts for each credential and the successor has others. */
  readonly limits?: JsonObject & KeyVersion['limits'];
  /** What was spent on the predecessor since the successor was made, where a count can be set. */
  readonly spentUsd?: number;
}

async function legacyOf(
  run: OperationRun,
  { upstreamId, successor, keyLimits }: { readonly upstreamId: string; readonly successor: KeyVersion; readonly keyLimits: KeyLimits },
): Promise<Legacy | null> {
  const { journal, provider } = run;
  const used = await usage(run, upstreamId);
  if (used === null) return null;
  const limits = provider.remainingLimits(keyLimits, used);
  const carried = Number(journal.operation.parameters['carriedSpendUsd'] ?? 0);
  const spentUsd = provider.capabilities.change.includes('spend') ? (used.spendUsd ?? 0) - carried : 0;
  return {
    ...(canonicalJson({ ...limits }) !== canonicalJson({ ...successor.limits }) && { limits: { ...limits } }),
    ...(spentUsd > 0 && { spentUsd }),
  };
}

/** What the system is told of the successor; null: nothing. A sum is written down, not a difference, so that it can be sent twice. */
async function carryIntent(run: OperationRun, { upstreamId }: KeyVersion, { limits, spentUsd }: Legacy): Promise<JsonObject | null> {
  const counted = spentUsd === undefined || upstreamId === null ? null : await usage(run, upstreamId);
  const spend = counted && { spendUsd: (counted.spendUsd ?? 0) + (spentUsd ?? 0) };
  return limits || spend ? { upstreamId, ...(limits && { limits }), ...spend } : null;
}

async function carryOver({ context, journal, provider, signal }: OperationRun, step: OperationStep): Promise<void> {
  const { limits, spendUsd } = step.intent as KeyChange; // written by `carryIntent`
  const change = { ...(limits && { limits }), ...(spendUsd !== undefined && { spendUsd }) };
  await notedCall(journal, step, () => provider.changeKey(upstreamIdOf(step), change, callOptions({ signal })));
  await journal.settle(step, 'applied', {
    async work(session) {
      const version = step.versionId === null || !limits ? null : await session.versions.get(step.versionId);
      if (version) await session.versions.update({ ...version, limits: limits ?? {}, updatedAtMs: context.clock.nowMs() });
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
  const options = callOptions({ signal });
  return (await provider.getKey(upstreamId, options)) === null ? null : provider.readUsage(upstreamId, options);
}
