import type { MetaRepository } from '@keyrack/contracts';
import type { Session } from '../rows.ts';

/** Single values of the rack. */
export function metaRepository(db: Session): MetaRepository {
  return {
    async get(name) {
      const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },
    async set(name, value) {
      await db
        .insertInto('meta')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
