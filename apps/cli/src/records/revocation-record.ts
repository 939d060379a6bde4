import type { ListView } from '../output/list-writer.ts';

/** What became of one key that was to be revoked, on our wire. */
export interface RevocationRecord {
  readonly id: string;
  readonly name: string;
  readonly connection: string;
  readonly state: string;
  /** `revoked`: the system confirmed it; `owed`: written down, not confirmed yet; `failed`: not accepted. */
  readonly result: 'revoked' | 'owed' | 'failed';
  readonly operationId: string | null;
  /** Why it is owed or failed. */
  readonly problem: string | null;
}

/** Revocations as rows. */
export const revocationList: ListView<RevocationRecord> = {
  fields: ['id', 'name', 'connection', 'state', 'result', 'operationId', 'problem'],
  columns: [
    { title: 'RESULT', cell: ({ result }) => result },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'ID', cell: ({ id }) => id },
    { title: 'OPERATION', cell: ({ operationId }) => operationId ?? '', ifRoom: true },
  ],
};
