import type { AccessKey, KeyListing, VersionStage } from '@keyrack/contracts';
import type { ListView } from '../output/list-writer.ts';

/** Whose a found secret is, on our wire. Never the secret. */
export interface FoundSecretRecord {
  readonly ownerId: string | null;
  readonly sharedWith: readonly string[];
  /** The key's id. */
  readonly id: string;
  readonly name: string;
  readonly connection: string;
  readonly state: AccessKey['state'];
  /** Which of the key's secrets it is; counts from 1. */
  readonly version: number | null;
  readonly stage: VersionStage | null;
  /** Whether, as far as it is written down, a system still takes it. */
  readonly valid: boolean;
  /** What ends it; null where it has ended. */
  readonly revokeWith: string | null;
}

const ended: readonly (VersionStage | undefined)[] = ['retired', 'failed'];

/** Writes whose a found secret is as it goes over our wire. @param connection - the connection's name */
export function foundSecretRecord({ key, currentVersion: version }: KeyListing, connection: string): FoundSecretRecord {
  const { id, name, ownerId, sharedWith, state } = key;
  const hasEnded = state === 'revoked' || ended.includes(version?.stage);
  return {
    ownerId,
    sharedWith,
    id,
    name,
    connection,
    state,
    version: version?.number ?? null,
    stage: version?.stage ?? null,
    valid: !hasEnded && state !== 'suspended',
    revokeWith: hasEnded ? null : `keyrack revoke ${id} --reason compromised`,
  };
}

/** Whose a found secret is, as rows: the same secret may have been recorded more than once. */
export const foundSecretList: ListView<FoundSecretRecord> = {
  fields: ['ownerId', 'sharedWith', 'id', 'name', 'connection', 'state', 'version', 'stage', 'valid', 'revokeWith'],
  columns: [
    { title: 'OWNER', cell: ({ ownerId, sharedWith }) => [ownerId ?? 'nobody', ...sharedWith].join(', ') },
    { title: 'KEY', cell: ({ name }) => name },
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'SECRET', cell: ({ version, stage }) => `version ${version ?? '?'}, ${stage ?? 'unknown'}` },
    { title: 'TO END IT', cell: ({ revokeWith }) => revokeWith ?? 'it has ended' },
  ],
};
