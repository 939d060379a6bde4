import { OutcomeUnknownError } from '@keyrack/contracts';
import type { AccessKey, Operation, StoreSession } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { ConnectionPool } from '../connections/pool.ts';
import { findConnection } from '../connections/find.ts';
import type { IssueResult, KeyDetails, Keys, NewKey } from '../engine.ts';
import { beginIssue } from '../issue/begin.ts';
import { prepareVersion } from '../operations/create/prepare.ts';
import { checkIssue, issueNotes } from '../issue/request.ts';
import type { Parts } from '../support/parts.ts';
import { adoptKey, planAdoption } from './adopt.ts';
import { changeKey, planKeyChange } from './change.ts';
import { endedMeanwhile } from './ended-meanwhile.ts';
import { findKey } from './find.ts';
import { readRecord } from './record.ts';
import { revealSecret } from './reveal.ts';
import { revokeKey } from './revoke.ts';
import { confirmKeyDelivered, planRotation, rotateKey } from './rotate.ts';
import { planResumption, planSuspension, resumeKey, suspendKey } from './suspend.ts';
import { findBySecret } from './whose.ts';

/** The operations on access keys. */
export function createKeys(parts: Parts): Keys {
  const { context, pool, machine } = parts;
  const { store } = context;

  async function checked(request: NewKey): Promise<Awaited<ReturnType<ConnectionPool['open']>> & { readonly key: AccessKey }> {
    const { id } = await findConnection(context, request.connection);
    const opened = await pool.open(id);
    const key = await checkIssue(context, opened, request);
    return { ...opened, key };
  }

  return {
    find: (text) => findKey(context, text),
    list: (filter = {}, page) => store.read((session) => session.keys.list(filter, page)),
    count: (filter = {}) => store.read((session) => session.keys.count(filter)),
    show: (keyId) => store.read((session) => details(session, keyId)),

    async previewIssue(request) {
      const { connection, kind, key } = await checked(request);
      return {
        connection,
        capabilities: kind.capabilities,
        upstreamNamePattern: `${key.name}-kr${context.rackId}……`,
        notes: issueNotes(request, kind),
      };
    },

    async issue(request, options) {
      const { kind, provider, key, confirmIdentityOnce } = await checked(request);
      await confirmIdentityOnce(options);
      const prepared = await prepareVersion(context, provider, { key, number: 1, carriedUsage: null });
      const begun = await beginIssue(context, key, prepared);
      const { operation, error } = await machine.start(begun, options);
      if (operation.state !== 'done') throw unfinishedIssue(operation, error);
      return issued(operation, issueNotes(request, kind));
    },

    reveal: (keyId, options) => revealSecret(parts, keyId, options),
    revoke: (keyId, options = {}) => revokeKey(parts, keyId, options),
    async previewRotate(keyId, request) {
      const record = await readRecord(context, keyId);
      planRotation(parts, record, request);
      return record.key;
    },
    rotate: (keyId, request) => rotateKey(parts, keyId, request),
    confirmDelivered: (keyId, options = {}) => confirmKeyDelivered(parts, keyId, options),
    previewSuspend: async (keyId, options = {}) => (await planSuspension(parts, await readRecord(context, keyId), options)).suspended,
    suspend: (keyId, options = {}) => suspendKey(parts, keyId, options),
    previewResume: async (keyId, options = {}) => planResumption(parts, await readRecord(context, keyId), options),
    resume: (keyId, options = {}) => resumeKey(parts, keyId, options),
    previewChange: async (keyId, request) => (await planKeyChange(parts, await readRecord(context, keyId), request)).planned.key,
    change: (keyId, request) => changeKey(parts, keyId, request),
    previewAdopt: async (keyId, request = {}) => planAdoption(parts, await readRecord(context, keyId), request),
    adopt: (keyId, request = {}) => adoptKey(parts, keyId, request),
    findBySecret: (found) => findBySecret(context, found),
  };

  async function issued(operation: Operation, notes: readonly string[]): Promise<IssueResult> {
    return store.read(async (session) => {
      const { key, versions } = await details(session, operation.keyId);
      const version = versions.findLast(({ stage }) => stage === 'current');
      const envelope = version && (await session.versions.readSecret(version.id));
      if (!envelope && key.state !== 'active') throw endedMeanwhile(key);
      if (!envelope)
        throw new LifecycleError(`The record of key ${key.id} is not complete`, { outcome: 'applied', advice: 'Run keyrack doctor.' });
      // What was settled is read back from the disk: nobody is shown a secret that is not kept there.
      return { key, version, operation, notes, secret: context.cipher.open(envelope, `version/${version.id}`) };
    });
  }
}

async function details(session: StoreSession, keyId: string): Promise<KeyDetails> {
  const key = await session.keys.get(keyId);
  const connection = key && (await session.connections.get(key.connectionId));
  if (!connection) throw new LifecycleError(`The record of key ${keyId} is gone`);
  return {
    key,
    connection,
    versions: await session.versions.listByKey(keyId),
    unfinishedOperation: await session.operations.findUnfinished(keyId),
    owner: key.ownerId === null ? null : await session.owners.get(key.ownerId),
  };
}

function unfinishedIssue(operation: Operation, error: Error | null): Error {
  if (operation.state === 'aborted')
    return error ?? new LifecycleError(`Issue ${operation.id} was aborted: ${operation.reason ?? 'no reason is known'}`);
  return new OutcomeUnknownError(`Nobody knows yet whether the key was made: ${operation.reason ?? 'no answer'}`, {
    outcome: 'unknown',
    retryable: true,
    advice: `It is written down and cannot be lost. Find out with: keyrack operations resume ${operation.id}`,
    details: { operationId: operation.id, keyId: operation.keyId },
    cause: error,
  });
}
