import { KeyConflictError, KeyNotFoundError } from '@keyrack/contracts';
import type { AccessKey, KeyRepository } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { checkLimit, readPage, toPage } from '../cursor.ts';
import type { Listing } from '../cursor.ts';
import { isUniqueViolation } from '../failure.ts';
import { attempt, chunks, insertAll, toJson } from '../rows.ts';
import type { Session } from '../rows.ts';
import { countKeys, listKeys } from './key-listing.ts';
import { keyFromRow, keyToRow, labelRows } from './key-row.ts';
import { searchKeys } from './key-search.ts';

/** The condition of the index that keeps living names unique, word for word, so that it is used. */
const ownsItsName = sql<SqlBool>`origin in ('issued', 'adopted') and state <> 'revoked'`;

/** The condition of the index over keys that expire, word for word. */
const mayExpire = sql<SqlBool>`expires_at_ms is not null and state in ('active', 'suspended') and origin in ('issued', 'adopted')`;
const expiredListing: Listing = { name: 'expired-key', position: ['number', 'string'] };

/** The condition of the index over keys that are rotated by themselves, word for word. */
const isRotated = sql<SqlBool>`next_rotation_at_ms is not null and state = 'active' and origin in ('issued', 'adopted')`;
const rotationListing: Listing = { name: 'due-rotation', position: ['number', 'string'] };

/** The access keys. */
export function keyRepository(db: Session): KeyRepository {
  const findByName: KeyRepository['findByName'] = async (connectionId, name) => {
    const row = await db
      .selectFrom('access_key')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .where('name', '=', name)
      .where(ownsItsName)
      .executeTakeFirst();
    return row ? keyFromRow(row) : null;
  };

  /** Finds out which of the keys could not be inserted, for a message that helps. */
  const conflict = async (keys: readonly AccessKey[]): Promise<KeyConflictError> => {
    const names = new Set<string>();
    for (const key of keys) {
      if (key.origin === 'foreign' || key.origin === 'own' || key.state === 'revoked') continue;
      if (names.has(`${key.connectionId}/${key.name}`) || (await findByName(key.connectionId, key.name))) return taken(key);
      names.add(`${key.connectionId}/${key.name}`);
    }
    return new KeyConflictError('A key with the same id exists already', { details: { ids: keys.slice(0, 10).map(({ id }) => id) } });
  };

  return {
    findByName,
    search: (text, options) => searchKeys(db, text, { ...options, limit: checkLimit(options.limit) }),
    list: (filter, page) => listKeys(db, filter, page),
    count: (filter) => countKeys(db, filter),
    async listExpired(nowMs, page) {
      const { limit, after } = readPage(expiredListing, page);
      const [expiresAtMs, id] = after ?? [];
      const rows = await db
        .selectFrom('access_key')
        .selectAll()
        .where(mayExpire)
        .where('expires_at_ms', '<=', nowMs)
        .$if(after !== null, (query) => query.where(sql<SqlBool>`(expires_at_ms, id) > (${expiresAtMs}, ${id})`))
        .orderBy('expires_at_ms')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return toPage(expiredListing, rows, { limit, position: (row) => [Number(row.expires_at_ms), row.id], item: keyFromRow });
    },
    async listDueRotations(nowMs, page) {
      const { limit, after } = readPage(rotationListing, page);
      const [nextAtMs, id] = after ?? [];
      const rows = await db
        .selectFrom('access_key')
        .selectAll()
        .where(isRotated)
        .where('next_rotation_at_ms', '<=', nowMs)
        .$if(after !== null, (query) => query.where(sql<SqlBool>`(next_rotation_at_ms, id) > (${nextAtMs}, ${id})`))
        .orderBy('next_rotation_at_ms')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return toPage(rotationListing, rows, { limit, position: (row) => [Number(row.next_rotation_at_ms), row.id], item: keyFromRow });
    },
    async get(id) {
      const row = await db.selectFrom('access_key').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? keyFromRow(row) : null;
    },
    async insert(keys) {
      if (!(await insertAll(db, 'access_key', keys.map(keyToRow)))) throw await conflict(keys);
      await insertAll(db, 'key_label', labelRows(keys));
    },
    async update(key) {
      const before = await db.selectFrom('access_key').select('labels').where('id', '=', key.id).executeTakeFirst();
      if (!before) throw new KeyNotFoundError(`There is no key ${key.name} (${key.id})`);
      const { id, created_at_ms: _, ...changed } = keyToRow(key);
      const write = db.updateTable('access_key').set(changed).where('id', '=', id);
      await attempt(db, () => write.execute()).catch((error: unknown) => {
        throw isUniqueViolation(error) ? taken(key) : error;
      });
      if (before.labels === toJson(key.labels)) return;
      await db.deleteFrom('key_label').where('key_id', '=', id).execute();
      await insertAll(db, 'key_label', labelRows([key]));
    },
    async removeForeign(ids) {
      for (const chunk of chunks(ids)) {
        await db
          .deleteFrom('access_key')
          .where('id', 'in', chunk)
          .where('origin', '=', 'foreign')
          // A key that we ever acted on is part of our history.
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('operation').select('id').whereRef('operation.key_id', '=', 'access_key.id'))),
          )
          .execute();
      }
    },
  };
}

function taken({ name, connectionId }: AccessKey): KeyConflictError {
  return new KeyConflictError(`The name ${name} is taken by another living key of this connection`, {
    advice: 'Choose another name, or revoke the key that has it.',
    details: { name, connectionId },
  });
}
