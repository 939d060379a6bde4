import { StoreFailedError } from '@keyrack/contracts';
import type { DataKeyRepository } from '@keyrack/contracts';
import { insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';

/** The wrapped data keys. */
export function dataKeyRepository(db: Session): DataKeyRepository {
  return {
    async list() {
      const rows = await db.selectFrom('data_key').selectAll().orderBy('created_at_ms').orderBy('id').execute();
      return rows.map(({ id, purpose, wrapped, created_at_ms: createdAtMs }) => ({ id, purpose, wrapped, createdAtMs }));
    },
    async insert({ id, purpose, wrapped, createdAtMs }) {
      const inserted = await insertAll(db, 'data_key', [{ id, purpose, wrapped, created_at_ms: createdAtMs }]);
      if (!inserted) throw new StoreFailedError(`The store already holds a data key ${id}`);
    },
    async rewrap(id, wrapped) {
      const { numUpdatedRows } = await db.updateTable('data_key').set({ wrapped }).where('id', '=', id).executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new StoreFailedError(`The store holds no data key ${id}`);
    },
  };
}
