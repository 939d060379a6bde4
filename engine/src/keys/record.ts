import type { AccessKey, KeyVersion, Operation } from '@keyrack/contracts';
import { LifecycleError, OperationInProgressError } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';

/** What is written down of one key. */
export interface KeyRecord {
  readonly key: AccessKey;
  readonly versions: readonly KeyVersion[];
  readonly unfinished: Operation | null;
}

/** Reads what is written down of a key. */
export async function readRecord({ store }: EngineContext, keyId: string): Promise<KeyRecord> {
  return store.read(async (session) => {
    const key = await session.keys.get(keyId);
    if (!key) throw new LifecycleError(`The record of key ${keyId} is gone`);
    return { key, versions: await session.versions.listByKey(keyId), unfinished: await session.operations.findUnfinished(keyId) };
  });
}

/** @throws {OperationInProgressError} when the key has an unfinished operation; a second one would not know what the first will do. */
export function refuseUnfinished({ key, unfinished }: KeyRecord): void {
  if (!unfinished) return;
  throw new OperationInProgressError(
    `"${key.name}" has an unfinished operation: ${unfinished.kind} ${unfinished.id} is ${unfinished.state}`,
    {
      advice: `Look at it with keyrack operations show ${unfinished.id}; resume or abort it first.`,
      details: { operationId: unfinished.id },
    },
  );
}
