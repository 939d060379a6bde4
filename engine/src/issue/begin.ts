import type { AccessKey, IssueIntent, IssueRequest, KeyVersion, Operation, OperationStep, Provider } from '@keyrack/contracts';
import { markName, toBase32 } from '@keyrack/contracts';
import { Journal, insertStep, newStep } from '../operations/journal.ts';
import type { NewStep } from '../operations/journal.ts';
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
export async function beginIssue(context: EngineContext, key: AccessKey, intent: IssueIntent, ownerIsNew: boolean): Promise<Operation> {
  const nowMs = context.clock.nowMs();
  const operation: Operation = {
    id: newId('op', context.random),
    kind: 'issue',
    keyId: key.id,
    connectionId: key.connectionId,
    state: 'running',
    direction: 'forward',
    epoch: 1,
    holder: context.liveness.self,
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: context.actor,
    parameters: {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    finishedAtMs: null,
  };
  const version = newVersion(context, key, intent, 1);
  const create = createStep(context, intent, version);
  const step = newStep(context, operation.id, create, 1);
  await context.store.write(async (session) => {
    if (ownerIsNew && key.ownerId !== null) {
      await session.owners.insert({
        id: key.ownerId,
        displayName: null,
        kind: 'person',
        state: 'active',
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      });
    }
    await session.keys.insert([key]);
    await session.versions.insert([version]);
    await session.operations.insert(operation);
    await insertStep(session, step, create);
    await new Journal(context, operation, []).audit(session, 'key.issue-begun', { name: key.name, upstreamName: intent.upstreamName });
  });
  return operation;
}

/** Leaves an intent that something else stands in the way of, and begins the next one in the same transaction. */
export async function beginNextIntent(run: OperationRun, step: OperationStep): Promise<void> {
  const { context, journal, provider } = run;
  const before = await context.store.read((session) => preparedVersion(session, step));
  const intent = await prepareIntent(context, provider, before.key);
  const version = newVersion(context, before.key, intent, before.version.number + 1);
  const { version: left, key } = before;
  await journal.replace(step, 'not-applied', createStep(context, intent, version), async (session) => {
    await session.versions.update({ ...left, stage: 'failed', updatedAtMs: context.clock.nowMs() });
    await session.versions.insert([version]);
    await journal.audit(session, 'key.issue-begun', { name: key.name, upstreamName: intent.upstreamName, version: version.number });
  });
}

function createStep({ cipher }: EngineContext, intent: IssueIntent, version: KeyVersion): NewStep {
  return { name: 'create', versionId: version.id, intent: plainIntent(intent), seal: (stepId) => sealIntent(cipher, intent, stepId) };
}

function newVersion(context: EngineContext, key: AccessKey, intent: IssueIntent, number: number): KeyVersion {
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
    observed: null,
    lastSeenSyncId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
