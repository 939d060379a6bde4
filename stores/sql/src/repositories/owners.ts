import { KeyConflictError, StoreFailedError } from '@keyrack/contracts';
import type { Owner, OwnerRepository } from '@keyrack/contracts';
import { readPage, toPage } from '../cursor.ts';
import type { Listing } from '../cursor.ts';
import { insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { OwnerTable } from '../schema.ts';

const listing: Listing = { name: 'owner', position: ['string'] };

/** The people and services that keys are for. */
export function ownerRepository(db: Session): OwnerRepository {
  return {
    async get(id) {
      const row = await db.selectFrom('owner').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async list(page) {
      const { limit, after } = readPage(listing, page);
      const [afterId = ''] = after ?? [];
      const rows = await db
        .selectFrom('owner')
        .selectAll()
        .$if(after !== null, (query) => query.where('id', '>', String(afterId)))
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return toPage(listing, rows, { limit, position: (row) => [row.id], item: fromRow });
    },
    async insert(owner) {
      const inserted = await insertAll(db, 'owner', [toRow(owner)]);
      if (!inserted) throw new KeyConflictError(`An owner ${owner.id} exists already`, { details: { ownerId: owner.id } });
    },
    async update(owner) {
      const { id, created_at_ms: _, ...changed } = toRow(owner);
      const { numUpdatedRows } = await db.updateTable('owner').set(changed).where('id', '=', id).executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new StoreFailedError(`There is no owner ${id}`);
    },
  };
}

function fromRow(row: OwnerTable): Owner {
  return {
    id: row.id,
    displayName: row.display_name,
    kind: row.kind,
    state: row.state,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function toRow(owner: Owner): OwnerTable {
  return {
    id: owner.id,
    display_name: owner.displayName,
    kind: owner.kind,
    state: owner.state,
    created_at_ms: owner.createdAtMs,
    updated_at_ms: owner.updatedAtMs,
  };
}
