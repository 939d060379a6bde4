import { wrappingKeyId } from '@keyrack/encryption';
import type { CopiedValue, StoreChunk } from '@keyrack/store-sql';

/** What a backup is about. */
export interface BackupSummary {
  readonly rackId: string | null;
  /** The life that the store was in. */
  readonly generation: number;
  readonly connections: number;
  /** Foreign ones too. */
  readonly keys: number;
  readonly unfinishedOperations: number;
  /** The id of the master key that opens what is sealed, which tells nothing about it. */
  readonly masterKeyId: string | null;
  /** Where the audit trail ends. */
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}

const nothing: BackupSummary = {
  rackId: null,
  generation: 1,
  connections: 0,
  keys: 0,
  unfinishedOperations: 0,
  masterKeyId: null,
  auditHead: { sequence: 0, hash: '0'.repeat(64) },
};

/** Sums a backup up while it goes by. */
export class Summary {
  #columns: ReadonlyMap<string, readonly string[]> = new Map();
  #sum = nothing;

  add(chunk: StoreChunk): void {
    if (chunk.kind === 'begin') this.#columns = new Map(chunk.tables.map(({ name, columns }) => [name, columns]));
    if (chunk.kind === 'rows') this.#sum = summed(this.#sum, chunk, this.#columns.get(chunk.table) ?? []);
  }

  result(): BackupSummary {
    return this.#sum;
  }
}

/** The same pieces, summed up on their way. */
export async function* summing(chunks: AsyncIterable<StoreChunk>, summary: Summary): AsyncGenerator<StoreChunk> {
  for await (const chunk of chunks) {
    summary.add(chunk);
    yield chunk;
  }
}

function summed(sum: BackupSummary, { table, rows }: Extract<StoreChunk, { kind: 'rows' }>, columns: readonly string[]): BackupSummary {
  const value = (row: readonly CopiedValue[] | undefined, column: string): CopiedValue => row?.[columns.indexOf(column)] ?? null;
  const last = rows.at(-1);
  switch (table) {
    case 'meta': {
      const rackId = value(
        rows.find((row) => value(row, 'name') === 'rackId'),
        'value',
      );
      return { ...sum, rackId: rackId === null ? sum.rackId : String(rackId) };
    }
    case 'data_key':
      return { ...sum, masterKeyId: wrappedBy(value(last, 'wrapped')) ?? sum.masterKeyId };
    case 'connection':
      return { ...sum, connections: sum.connections + rows.length };
    case 'access_key':
      return { ...sum, keys: sum.keys + rows.length };
    case 'operation':
      return {
        ...sum,
        unfinishedOperations: sum.unfinishedOperations + rows.filter((row) => value(row, 'finished_at_ms') === null).length,
      };
    case 'generation':
      return { ...sum, generation: Number(value(last, 'number') ?? 1) };
    case 'audit_event':
      return { ...sum, auditHead: { sequence: Number(value(last, 'sequence')), hash: String(value(last, 'hash')) } };
    default:
      return sum;
  }
}

function wrappedBy(wrapped: CopiedValue): string | null {
  return typeof wrapped === 'string' ? wrappingKeyId({ id: '', purpose: 'secrets', wrapped, createdAtMs: 0 }) : null;
}
