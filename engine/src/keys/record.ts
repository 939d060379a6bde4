import type { AccessKey, KeyVersion, Operation, StoreSession } from '@keyrack/contracts';
import { LifecycleError, OperationInProgressError } from '@keyrack/contracts';
import { heldElsewhere } from '../operations/held-elsewhere.ts';
import { decideAgain, RecordChangedError } from '../operations/record-changed.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { EngineContext } from '../support/context.ts';

/** What is written down of one key. */
export interface KeyRecord {
  readonly key: AccessKey;
  readonly versions: readonly KeyVersion[];
  readonly unfinished: Operation | null;
}

/** Does something that is decided on the record of a key; when the record changed before it was written, looks and decides again. */
export async function withRecord<T>(context: EngineContext, keyId: string, work: (record: KeyRecord) => Promise<T>): Promise<T> {
  return decideAgain(async () => work(await readRecord(context, keyId)));
}

/** Asks the system about a key. A failure that another process brought about, which ended the key meanwhile, is a reason to decide again. */
export async function askAbout<T>({ store }: EngineContext, record: KeyRecord, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    await store.read((session) => assertUnchanged(session, record));
    throw error;
  }
}

/** Refuses to write what was decided on a record that is not the one on the disk any more. @throws {RecordChangedError} */
export async function assertUnchanged(session: StoreSession, { key, versions, unfinished }: KeyRecord): Promise<void> {
  const now = {
    key: await session.keys.get(key.id),
    versions: await session.versions.listByKey(key.id),
    unfinished: await session.operations.findUnfinished(key.id),
  };
  // Records are plain data; their types only lack an index signature.
  const text = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));
  if (text(now) === text({ key, versions, unfinished })) return;
  throw new RecordChangedError(`"${key.name}" was changed by another process just now`, {
    advice: 'Look at it, and repeat the command.',
    retryable: true,
  });
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
export function refuseUnfinished({ liveness }: Pick<EngineContext, 'liveness'>, { key, unfinished }: KeyRecord): void {
  if (!unfinished) return;
  const { state, holder } = unfinished;
  if (state === 'running' && holder !== null && holder !== liveness.self) throw heldElsewhere({ liveness }, unfinished);
  throw new OperationInProgressError(
    `"${key.name}" has an unfinished operation: ${unfinished.kind} ${unfinished.id} is ${unfinished.state}`,
    {
      advice: `Look at it with keyrack operations show ${unfinished.id}; resume or abort it first.`,
      details: { operationId: unfinished.id },
    },
  );
}
