import type { KeyVersion } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { SelectQueryBuilder } from 'kysely';
import { fromJson, toJson } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { Database, KeyVersionTable } from '../schema.ts';

/** A version with the fact that its secret is kept, which the secrets' own table tells. */
export interface VersionRow extends KeyVersionTable {
  readonly secret_kept: unknown;
}

/** Selects versions; the caller adds the conditions. */
export function selectVersions(db: Session): SelectQueryBuilder<Database, 'key_version', VersionRow> {
  return db
    .selectFrom('key_version')
    .selectAll()
    .select(sql`exists (select 1 from version_secret where version_id = key_version.id)`.as('secret_kept'));
}

/** A version as the store keeps it. */
export function versionFromRow(row: VersionRow): KeyVersion {
  return {
    id: row.id,
    keyId: row.key_id,
    connectionId: row.connection_id,
    number: row.number,
    upstreamId: row.upstream_id,
    upstreamName: row.upstream_name,
    fingerprint: row.fingerprint,
    stage: row.stage,
    // 0 or 1 on SQLite, a boolean on PostgreSQL.
    secretKept: Boolean(row.secret_kept),
    limits: fromJson(row.limits),
    restore: row.restore === null ? null : fromJson(row.restore),
    observed: row.observed === null ? null : fromJson(row.observed),
    lastSeenSyncId: row.last_seen_sync_id,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** The row of a version; whether its secret is kept is not part of it. */
export function versionToRow(version: KeyVersion): KeyVersionTable {
  return {
    id: version.id,
    key_id: version.keyId,
    connection_id: version.connectionId,
    number: version.number,
    upstream_id: version.upstreamId,
    upstream_name: version.upstreamName,
    fingerprint: version.fingerprint,
    stage: version.stage,
    limits: toJson(version.limits),
    restore: version.restore === null ? null : toJson(version.restore),
    observed: version.observed === null ? null : toJson(version.observed),
    last_seen_sync_id: version.lastSeenSyncId,
    created_at_ms: version.createdAtMs,
    updated_at_ms: version.updatedAtMs,
  };
}
