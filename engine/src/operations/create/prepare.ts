import type { AccessKey, IssueIntent, KeyUsage, KeyVersion, OperationStep, Provider, StoreSession } from '@keyrack/contracts';
import { LifecycleError, markName, toBase32 } from '@keyrack/contracts';
import type { EngineContext } from '../../support/context.ts';
import { newId } from '../../support/ids.ts';
import type { OperationRun } from '../handler.ts';
import type { NewStep } from '../journal.ts';
import { plainIntent, sealIntent } from './sealed-intent.ts';

const tagLength = 6;

/** A credential that is about to be made: its record and its intent. */
export interface PreparedVersion {
  readonly version: KeyVersion;
  readonly intent: IssueIntent;
}

/** Whose next credential it is. */
export interface Successor {
  readonly key: AccessKey;
  readonly number: number;
  /** What its predecessor has used up of the key's limits; null: it has none. */
  readonly carriedUsage: KeyUsage | null;
}

/** Prepares a key's next credential, with a fresh marker each time, so that no two attempts can be taken for each other. Changes nothing upstream. */
export async function prepareVersion(
  context: EngineContext,
  provider: Provider,
  { key, number, carriedUsage }: Successor,
): Promise<PreparedVersion> {
  const limits = carriedUsage === null ? key.limits : provider.remainingLimits(key.limits, carriedUsage);
  const upstreamName = markName(key.name, { rackId: context.rackId, tag: toBase32(context.random.bytes(tagLength)) });
  const { expiresAtMs, providerOptions } = key;
  const intent = await provider.prepareIssue({ upstreamName, limits, expiresAtMs, providerOptions, ...(carriedUsage && { carriedUsage }) });
  const nowMs = context.clock.nowMs();
  const version: KeyVersion = {
    id: newId('ver', context.random),
    keyId: key.id,
    connectionId: key.connectionId,
    number,
    upstreamId: intent.upstreamId,
    upstreamName: intent.upstreamName,
    fingerprint: intent.fingerprintSource === null ? null : context.cipher.fingerprint(intent.fingerprintSource),
    stage: 'prepared',
    secretKept: false,
    limits,
    restore: null,
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  return { version, intent };
}

/** The step that makes a prepared credential. */
export function createStep({ cipher }: EngineContext, { version, intent }: PreparedVersion): NewStep {
  return { name: 'create', versionId: version.id, intent: plainIntent(intent), seal: (stepId) => sealIntent(cipher, intent, stepId) };
}

/** The version that a step is about, and its key. */
export async function versionOfStep(
  session: StoreSession,
  step: OperationStep,
): Promise<{ readonly version: KeyVersion; readonly key: AccessKey }> {
  const version = step.versionId === null ? null : await session.versions.get(step.versionId);
  const key = version && (await session.keys.get(version.keyId));
  if (!key) throw new LifecycleError(`The record of step ${step.id} is not complete`, { advice: 'Run keyrack doctor.' });
  return { version, key };
}

/** Leaves an intent that something else stands in the way of, and begins the next one in the same transaction. The one that was left stays as a tombstone. */
export async function beginNextIntent({ context, journal, provider }: OperationRun, step: OperationStep): Promise<void> {
  const { version: left, key } = await context.store.read((session) => versionOfStep(session, step));
  const prepared = await prepareVersion(context, provider, {
    key: { ...key, limits: left.limits },
    number: left.number + 1,
    carriedUsage: null,
  });
  await journal.settle(step, 'not-applied', {
    next: createStep(context, prepared),
    async work(session) {
      await session.versions.update({ ...left, stage: 'failed', updatedAtMs: context.clock.nowMs() });
      await session.versions.insert([prepared.version]);
      await journal.audit(session, 'key.intent-replaced', { name: key.name, upstreamName: prepared.intent.upstreamName });
    },
  });
}
