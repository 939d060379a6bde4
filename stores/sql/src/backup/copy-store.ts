import { StoreFailedError } from '@keyrack/contracts';
import { migrations } from '../migrations/index.ts';
import { isCurrent, schemaVersion } from '../migrations/migrate.ts';
import type { MovedTable, MoveProgress } from '../move/fill-target.ts';
import { markNames, refuseMoved } from '../move/marks.ts';
import { readRows } from '../move/read-rows.ts';
import type { AnyRow } from '../move/read-rows.ts';
import type { TableShape } from '../move/tables.ts';
import { ChunkCount } from './chunks.ts';
import type { CopiedValue, StoreChunk } from './chunks.ts';
import { connectBeside } from './place.ts';
import type { StorePlace } from './place.ts';
import { keptTables } from './shapes.ts';

/** What a copy is for, and who takes it. */
export interface CopyOptions {
  /** Takes the pieces one after the other. */
  readonly take: (chunk: StoreChunk) => Promise<void>;
  readonly onProgress?: MoveProgress | undefined;
}

/**
 * Copies a store as it is at one instant, within one transaction that reads, while others go on writing.
 *
 * @returns what was copied: how many rows of each table, with their hash.
 * @throws {StoreFailedError} when the store cannot be read, or is not at the newest schema: open it once first.
 */
export async function copyStore(place: StorePlace, { take, onProgress }: CopyOptions): Promise<readonly MovedTable[]> {
  const tables = await keptTables(place.clock);
  const db = await connectBeside(place, 'read');
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (from) => {
        await refuseMoved(from);
        const version = await schemaVersion(from);
        if (version === null || !isCurrent(version, migrations))
          throw new StoreFailedError('The store has to be brought to the newest schema first');
        const count = new ChunkCount(tables);
        await take({ kind: 'begin', schemaVersion: version, tables });
        for (const table of tables) {
          let copied = 0;
          for await (const rows of readRows(from, table, markNames)) {
            const chunk = { kind: 'rows', table: table.name, rows: rows.map((row) => valuesOf(table, row)) } as const;
            count.add(chunk);
            await take(chunk);
            onProgress?.({ table: table.name, rows: (copied += rows.length) });
          }
        }
        const copied = count.result();
        await take({ kind: 'end', tables: copied });
        return copied;
      });
  } finally {
    await db.destroy();
  }
}

function valuesOf({ name, columns }: TableShape, row: AnyRow): readonly CopiedValue[] {
  return columns.map((column) => {
    const value = row[column] ?? null;
    if (value instanceof Uint8Array) throw new StoreFailedError(`Table ${name} holds bytes, which a backup does not`); // a mistake in a migration
    return value;
  });
}
