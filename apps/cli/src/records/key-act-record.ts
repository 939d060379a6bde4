import type { ListView } from '../output/list-writer.ts';

/** What became of one key that something was to be done to, on our wire. */
export interface KeyActRecord {
  readonly id: string;
  readonly name: string;
  readonly connection: string;
  readonly state: string;
  /** What it is now, such as `revoked`: the system confirmed it; `owed`: written down, not confirmed yet; `failed`: not accepted. */
  readonly result: string;
  readonly operationId: string | null;
  /** Why it is owed or failed. */
  readonly problem: string | null;
}

/** What became of several keys, as rows. */
export const keyActList: ListView<KeyActRecord> = {
  fields: ['id', 'name', 'connection', 'state', 'result', 'operationId', 'problem'],
  columns: [
    { title: 'RESULT', cell: ({ result }) => result },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'ID', cell: ({ id }) => id },
    { title: 'OPERATION', cell: ({ operationId }) => operationId ?? '', ifRoom: true },
  ],
};
