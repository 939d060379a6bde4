import type { AccessKey, Operation, StoreSession } from '@keyrack/contracts';
import { createStep } from '../operations/create/prepare.ts';
import type { PreparedVersion } from '../operations/create/prepare.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { EngineContext } from '../support/context.ts';

/** Writes a new key down, with its operation, its first version and everything needed to recognise it: before any call. */
export async function beginIssue(context: EngineContext, key: AccessKey, prepared: PreparedVersion): Promise<Operation> {
  const operation = newOperation(context, { kind: 'issue', key, holder: context.liveness.self });
  await context.store.write(async (session) => {
    await ensureOwner(context, session, key.ownerId);
    await session.keys.insert([key]);
    await session.versions.insert([prepared.version]);
    const detail = { name: key.name, upstreamName: prepared.intent.upstreamName };
    await beginOperation(context, session, { operation, steps: [createStep(context, prepared)], event: 'key.issue-begun', detail });
  });
  return operation;
}

/** Makes an owner known the first time a key is given to it. */
export async function ensureOwner({ clock }: EngineContext, session: StoreSession, id: string | null): Promise<void> {
  if (id === null || (await session.owners.get(id))) return;
  const nowMs = clock.nowMs();
  await session.owners.insert({ id, displayName: null, kind: 'person', state: 'active', createdAtMs: nowMs, updatedAtMs: nowMs });
}
