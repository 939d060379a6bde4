import type { KeyVersion } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { RecordView } from '../output/print-record.ts';
import { readableInstant, readableLabels, readableLimits, toInstant } from '../output/words.ts';
import type { KeyRecord } from './key-record.ts';
import { keyFields, keyRecord, readableState } from './key-record.ts';
import type { OperationRecord } from './operation-record.ts';
import { operationRecord } from './operation-record.ts';
import { readableRotation } from './rotation-record.ts';

/** Everything the rack knows of one key. */
export type KeyDetails = Awaited<ReturnType<Rack['keys']['show']>>;

/** One credential behind a key, on our wire. */
interface VersionRecord {
  readonly number: number;
  readonly stage: KeyVersion['stage'];
  readonly upstreamId: string | null;
  readonly upstreamName: string;
  readonly secretKept: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Everything known of one key, on our wire. Never its secret. */
export interface KeyDetailsRecord extends KeyRecord {
  readonly owner: { readonly id: string; readonly displayName: string | null; readonly kind: string; readonly state: string } | null;
  readonly versions: readonly VersionRecord[];
  readonly unfinishedOperation: OperationRecord | null;
}

/** Writes everything known of a key as it goes over our wire. */
export function keyDetailsRecord({ key, connection, versions, owner, unfinishedOperation }: KeyDetails): KeyDetailsRecord {
  const current = versions.findLast(({ stage }) => stage === 'current') ?? null;
  return {
    ...keyRecord(key, current, connection.name),
    owner: owner && { id: owner.id, displayName: owner.displayName, kind: owner.kind, state: owner.state },
    versions: versions.map(versionRecord),
    unfinishedOperation: unfinishedOperation && operationRecord(unfinishedOperation, connection.name),
  };
}

function versionRecord({ number, stage, upstreamId, upstreamName, secretKept, createdAtMs, updatedAtMs }: KeyVersion): VersionRecord {
  return { number, stage, upstreamId, upstreamName, secretKept, createdAt: toInstant(createdAtMs), updatedAt: toInstant(updatedAtMs) };
}

/** One key by itself. */
export const keyDetailsView: RecordView<KeyDetailsRecord> = {
  fields: [...keyFields, 'owner', 'versions', 'unfinishedOperation'],
  lines: [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Id', cell: ({ id }) => id },
    { title: 'Connection', cell: ({ connection }) => connection },
    { title: 'State', cell: readableState },
    { title: 'Owner', cell: readableOwner },
    { title: 'Shared with', cell: ({ sharedWith }) => sharedWith.join(', ') },
    { title: 'Purpose', cell: ({ purpose }) => purpose ?? '' },
    { title: 'Labels', cell: ({ labels }) => readableLabels(labels) },
    { title: 'Origin', cell: ({ origin }) => origin },
    { title: 'Differs in', cell: ({ driftFields }) => driftFields.join(', ') },
    { title: 'Limits', cell: ({ limits }) => readableLimits(limits) || 'none' },
    { title: 'Options', cell: ({ providerOptions }) => (Object.keys(providerOptions).length > 0 ? JSON.stringify(providerOptions) : '') },
    { title: 'Expires', cell: ({ expiresAt }) => readableInstant(expiresAt) || 'never' },
    { title: 'Rotation', cell: ({ rotation }) => (rotation === null ? 'when somebody asks' : readableRotation(rotation)) },
    { title: 'Last used', cell: ({ lastUsedAt }) => readableInstant(lastUsedAt) || 'not known' },
    { title: 'Upstream', cell: ({ upstreamId, upstreamName }) => [upstreamId, upstreamName].filter((part) => part !== null).join('  ') },
    { title: 'Secret', cell: ({ secretKept }) => (secretKept ? 'kept, encrypted: keyrack reveal shows it' : 'not kept') },
    { title: 'Versions', cell: ({ versions }) => versions.map(({ number, stage }) => `${number} ${stage}`).join(', ') },
    { title: 'Unfinished', cell: ({ unfinishedOperation }) => readableOperation(unfinishedOperation) },
    { title: 'Created', cell: ({ createdAt }) => readableInstant(createdAt) },
    { title: 'Changed', cell: ({ updatedAt }) => readableInstant(updatedAt) },
  ],
};

function readableOwner({ ownerId, owner }: KeyDetailsRecord): string {
  if (owner === null) return ownerId ?? '';
  const displayName = owner.displayName === null ? '' : ` (${owner.displayName})`;
  return `${owner.id}${displayName}, ${owner.kind}${owner.state === 'active' ? '' : `, ${owner.state}`}`;
}

function readableOperation(operation: OperationRecord | null): string {
  return operation === null
    ? ''
    : `${operation.kind} ${operation.id}, ${operation.state}${operation.reason === null ? '' : `: ${operation.reason}`}`;
}
