import type { AccessKey, CallOptions, KeyLimits, KeyUsage, KeyVersion, Operation, Provider } from '@keyrack/contracts';
import { InvalidInputError, RefusedError } from '@keyrack/contracts';
import { askAbout, assertUnchanged } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import { createStep, prepareVersion } from '../operations/create/prepare.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import { afterBegin } from '../rotation-policy/rotation-policy.ts';
import type { EngineContext } from '../support/context.ts';
import { callOptions } from '../support/call-options.ts';

/** How a rotation is asked for. */
export interface RotateRequest {
  /** How long both credentials stay valid after the new one was delivered, in milliseconds; 0 or more. */
  readonly overlapMs: number;
}

/** Checks whether a key can be rotated, and gives the version that will be replaced. @throws {RefusedError} {@link InvalidInputError} */
export function checkRotation(key: AccessKey, versions: readonly KeyVersion[], { overlapMs }: RotateRequest): KeyVersion {
  if (!Number.isFinite(overlapMs) || overlapMs < 0)
    throw new InvalidInputError('The overlap is a duration of zero or more', { advice: 'For example 24h.' });
  if (key.origin === 'foreign')
    throw new RefusedError(`"${key.name}" is not a key of this rack`, { advice: `Adopt it first: keyrack adopt ${key.id} --rotate` });
  if (key.origin === 'own')
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'Change it in the system, then: keyrack connection update',
    });
  const current = versions.findLast(({ stage }) => stage === 'current');
  if (key.state !== 'active' || !current) {
    throw new RefusedError(`"${key.name}" is ${key.state}, so there is nothing to rotate`, {
      advice: key.state === 'suspended' ? 'Resume it first.' : 'Issue a new key.',
    });
  }
  if (key.drift === 'missing') {
    throw new RefusedError(`"${key.name}" is gone from the system; a rotation would make it anew`, {
      advice: `If somebody ended it, end it here too: keyrack revoke ${key.id}; else look with: keyrack sync`,
    });
  }
  return current;
}

/** Writes a rotation down with its successor: before any call that changes something. */
export async function beginRotation(
  context: EngineContext,
  provider: Provider,
  rotation: RotateRequest &
    CallOptions & {
      readonly record: KeyRecord;
      readonly predecessor: KeyVersion;
      /** The key's own policy asked for it. @default false */
      readonly isByPolicy?: boolean;
    },
): Promise<Operation> {
  const { record, predecessor, overlapMs, signal, isByPolicy = false } = rotation;
  const { key, versions } = record;
  const carriedUsage = await askAbout(context, record, () => usedSoFar(provider, { key, predecessor, ...(signal && { signal }) }));
  const number = Math.max(0, ...versions.map((version) => version.number));
  const prepared = await prepareVersion(context, provider, { key, number: number + 1, carriedUsage });
  const operation = newOperation(context, {
    kind: 'rotate',
    key,
    holder: context.liveness.self,
    parameters: { overlapMs, deliveredAtMs: null, successorMade: false, carriedSpendUsd: carriedUsage?.spendUsd ?? 0, isByPolicy },
  });
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await session.versions.insert([prepared.version]);
    const nowMs = context.clock.nowMs();
    if (key.rotation) await session.keys.update({ ...key, rotation: afterBegin(key.rotation, nowMs), updatedAtMs: nowMs });
    const detail = { name: key.name, from: predecessor.upstreamName, to: prepared.intent.upstreamName, isByPolicy };
    await beginOperation(context, session, { operation, steps: [createStep(context, prepared)], event: 'key.rotation-begun', detail });
  });
  return operation;
}

/** Whether limits are used up over time, so that a successor must not start anew. */
export function countsUsage({ dataLimitBytes, budgetUsd }: KeyLimits): boolean {
  return dataLimitBytes !== undefined || budgetUsd !== undefined;
}

/** What counts against the key's limits already. A reading that fails stops the rotation: it is never taken for zero. */
async function usedSoFar(
  provider: Provider,
  { key, predecessor, signal }: CallOptions & { readonly key: AccessKey; readonly predecessor: KeyVersion },
): Promise<KeyUsage | null> {
  if (!countsUsage(key.limits) || predecessor.upstreamId === null) return null;
  return provider.readUsage(predecessor.upstreamId, callOptions({ signal }));
}
