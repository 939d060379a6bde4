import type {
  AccessKey,
  IssueIntent,
  IssueRequest,
  KeyVersion,
  Operation,
  OperationStep,
  Provider,
  StoreSession,
} from '@keyrack/contracts';
import { markName, toBase32 } from '@keyrack/contracts';
import type { NewStep } from '../operations/journal.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { OperationRun } from '../operations/handler.ts';
import { plainIntent, sealIntent } from '../operations/intent.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';
import { preparedVersion } from './settle.ts';

const tagLength = 6;

/** Prepares the intent of a key's next version: a fresh marker each time, so that no two attempts can be taken for each other. */
export async function prepareIntent(context: EngineContext, provider: Provider, key: AccessKey): Promise<IssueIntent> {
  const request: IssueRequest = {
    upstreamName: markName(key.name, { rackId: context.rackId, tag: toBase32(context.random.bytes(tagLength)) }),
    limits: key.limits,
    expiresAtMs: key.expiresAtMs,
    providerOptions: key.providerOptions,
  };
  return provider.prepareIssue(request);
}

/** Writes a new key down, with its operation, its first version and everything needed to recognise it: before any call. */
export async function beginIssue(context: EngineContext, key: AccessKey, intent: IssueIntent): Promise<Operation> {
  const operation = newOperation(context, { kind: 'issue', key, holder: context.liveness.self });
  const version = newVersion(context, { key, number: 1 }, intent);
  await context.store.write(async (session) => {
    await ensureOwner(context, session, key.ownerId);
    await session.keys.insert([key]);
    await session.versions.insert([version]);
    const detail = { name: key.name, upstreamName: intent.upstreamName };
    await beginOperation(context, session, { operation, steps: [createStep(context, version, intent)], event: 'key.issue-begun', detail });
  });
  return operation;
}

/** Leaves an intent that something else stands in the way of, and begins the next one in the same transaction. */
export async function beginNextIntent(run: OperationRun, step: OperationStep): Promise<void> {
  const { context, journal, provider } = run;
  const before = await context.store.read((session) => preparedVersion(session, step));
  const intent = await prepareIntent(context, provider, before.key);
  const version = newVersion(context, { key: before.key, number: before.version.number + 1 }, intent);
  const { version: left, key } = before;
  await journal.settle(step, 'not-applied', {
    next: createStep(context, version, intent),
    async work(session) {
      await session.versions.update({ ...left, stage: 'failed', updatedAtMs: context.clock.nowMs() });
      await session.versions.insert([version]);
      await journal.audit(session, 'key.issue-begun', { name: key.name, upstreamName: intent.upstreamName, version: version.number });
    },
  });
}

function createStep({ cipher }: EngineContext, version: KeyVersion, intent: IssueIntent): NewStep {
  return { name: 'create', versionId: version.id, intent: plainIntent(intent), seal: (stepId) => sealIntent(cipher, intent, stepId) };
}

async function ensureOwner({ clock }: EngineContext, session: StoreSession, id: string | null): Promise<void> {
  if (id === null || (await session.owners.get(id))) return;
  const nowMs = clock.nowMs();
  await session.owners.insert({ id, displayName: null, kind: 'person', state: 'active', createdAtMs: nowMs, updatedAtMs: nowMs });
}

function newVersion(
  context: EngineContext,
  { key, number }: { readonly key: AccessKey; readonly number: number },
  intent: IssueIntent,
): KeyVersion {
  const nowMs = context.clock.nowMs();
  return {
    id: newId('ver', context.random),
    keyId: key.id,
    connectionId: key.connectionId,
    number,
    upstreamId: intent.upstreamId,
    upstreamName: intent.upstreamName,
    fingerprint: intent.fingerprintSource === null ? null : context.cipher.fingerprint(intent.fingerprintSource),
    stage: 'prepared',
    secretKept: false,
    limits: key.limits,
    restore: null,
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
