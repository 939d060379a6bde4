import { StoreFailedError } from '@keyrack/contracts';
import type { Generation, GenerationRepository } from '@keyrack/contracts';
import { insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { GenerationTable } from '../schema.ts';

/** The lives of this store. */
export function generationRepository(db: Session): GenerationRepository {
  return {
    async current() {
      const row = await db.selectFrom('generation').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async insert(generation) {
      if (await insertAll(db, 'generation', [toRow(generation)])) return;
      throw new StoreFailedError(`Generation ${generation.number} was begun already`);
    },
  };
}

function fromRow(row: GenerationTable): Generation {
  return {
    number: row.number,
    reason: row.reason,
    begunAtMs: row.begun_at_ms,
    backupId: row.backup_id,
    backupMadeAtMs: row.backup_made_at_ms,
  };
}

function toRow(generation: Generation): GenerationTable {
  return {
    number: generation.number,
    reason: generation.reason,
    begun_at_ms: generation.begunAtMs,
    backup_id: generation.backupId,
    backup_made_at_ms: generation.backupMadeAtMs,
  };
}
