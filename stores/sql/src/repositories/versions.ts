import { KeyConflictError, KeyNotFoundError } from '@keyrack/contracts';
import type { KeyVersion, VersionRepository } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { checkLimit } from '../cursor.ts';
import { chunks, insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';
import { selectVersions, versionFromRow, versionToRow } from './version-row.ts';

/** The versions of keys, and apart from them their sealed secrets. */
export function versionRepository(db: Session): VersionRepository {
  const findUpstream = async (
    connectionId: string,
    column: 'upstream_id' | 'upstream_name',
    values: readonly string[],
  ): Promise<readonly KeyVersion[]> => {
    const found: KeyVersion[] = [];
    for (const chunk of chunks([...new Set(values)])) {
      const rows = await selectVersions(db).where('connection_id', '=', connectionId).where(column, 'in', chunk).execute();
      found.push(...rows.map(versionFromRow));
    }
    return found;
  };

  return {
    async get(id) {
      const row = await selectVersions(db).where('id', '=', id).executeTakeFirst();
      return row ? versionFromRow(row) : null;
    },
    async listByKey(keyId) {
      const rows = await selectVersions(db).where('key_id', '=', keyId).orderBy('number').execute();
      return rows.map(versionFromRow);
    },
    findByUpstreamIds: (connectionId, upstreamIds) => findUpstream(connectionId, 'upstream_id', upstreamIds),
    findByUpstreamNames: (connectionId, upstreamNames) => findUpstream(connectionId, 'upstream_name', upstreamNames),
    async findByFingerprint(fingerprint) {
      const rows = await selectVersions(db).where('fingerprint', '=', fingerprint).orderBy('id').execute();
      return rows.map(versionFromRow);
    },
    async insert(versions) {
      if (await insertAll(db, 'key_version', versions.map(versionToRow))) return;
      throw new KeyConflictError('A version with the same id, or the same number of the same key, exists already', {
        details: { ids: versions.slice(0, 10).map(({ id }) => id) },
      });
    },
    async update(version) {
      const { id, created_at_ms: _, ...changed } = versionToRow(version);
      const { numUpdatedRows } = await db.updateTable('key_version').set(changed).where('id', '=', id).executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw missing(id);
    },
    async markSeen(ids, syncId) {
      for (const chunk of chunks(ids)) {
        await db.updateTable('key_version').set({ last_seen_sync_id: syncId }).where('id', 'in', chunk).execute();
      }
    },
    async listUnseen(connectionId, syncId, { limit, afterId }) {
      const rows = await selectVersions(db)
        // An expression, so that the ids are followed from where the page before ended, and no index of the connection is sorted for each page.
        .where(sql<SqlBool>`connection_id || '' = ${connectionId}`)
        .where('stage', 'in', ['current', 'previous'])
        .where('last_seen_sync_id', 'is distinct from', syncId)
        .$if(afterId !== undefined, (query) => query.where('id', '>', afterId ?? ''))
        .orderBy('id')
        .limit(checkLimit(limit))
        .execute();
      return rows.map(versionFromRow);
    },
    async readSecret(id) {
      const row = await db.selectFrom('version_secret').select('envelope').where('version_id', '=', id).executeTakeFirst();
      return row?.envelope ?? null;
    },
    async writeSecret(id, envelope) {
      const version = await db.selectFrom('key_version').select('id').where('id', '=', id).executeTakeFirst();
      if (!version) throw missing(id);
      if (envelope === null) await db.deleteFrom('version_secret').where('version_id', '=', id).execute();
      else {
        await db
          .insertInto('version_secret')
          .values({ version_id: id, envelope })
          .onConflict((conflict) => conflict.column('version_id').doUpdateSet({ envelope }))
          .execute();
      }
    },
  };
}

function missing(id: string): KeyNotFoundError {
  return new KeyNotFoundError(`There is no version ${id}`, { details: { versionId: id } });
}
