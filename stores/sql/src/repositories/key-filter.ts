import type { KeyFilter } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { RawBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import type { Session } from '../rows.ts';
import type { Database } from '../schema.ts';

/** A query over keys that has no columns selected yet. */
export type KeyQuery = SelectQueryBuilder<Database, 'access_key', object>;

const states = ['pending', 'active', 'suspended', 'revoked'] as const;

/**
 * The queries that together give the keys of one connection that a filter lets through, none of them twice.
 *
 * Each goes through the one index that finds its keys without looking at others, and that keeps them in the order of their names
 * where that matters. An index keeps the order within one value of its first columns only, hence one query for each value. All
 * other conditions are written so that no index fits them: a planner without statistics often chooses the worse one.
 */
export function keyQueries(db: Session, connectionId: string, filter: KeyFilter): readonly KeyQuery[] {
  const all = db.selectFrom('access_key');
  const rest = (query: KeyQuery): KeyQuery => conditions(filter).reduce((narrowed, condition) => narrowed.where(condition), query);
  if (filter.label || filter.expiresBeforeMs !== undefined) {
    // These keys are few and lie in any order; the index of the label or the expiry finds them.
    return [rest(withLabel(all.where(oneOf('connection_id', [connectionId])), filter.label))];
  }
  const ofConnection = rest(all.where('connection_id', '=', connectionId));
  if (filter.ownerId !== undefined) return [ofConnection];
  if (filter.drift && !filter.drift.includes('none')) {
    // The second half, here and below, is the condition of the partial index, without which it is not used.
    return distinct(filter.drift).map((drift) => ofConnection.where(sql<SqlBool>`drift = ${drift} and drift <> 'none'`));
  }
  // Foreign keys are many and mostly alike: those that fit come soon enough when all are passed by in the order of names.
  if (!filter.origins || filter.origins.includes('foreign')) return [ofConnection];
  return distinct(filter.origins).flatMap((origin) =>
    distinct(filter.states ?? states).map((state) =>
      ofConnection.where(sql<SqlBool>`origin = ${origin} and origin <> 'foreign'`).where('state', '=', state),
    ),
  );
}

function conditions(filter: KeyFilter): readonly RawBuilder<SqlBool>[] {
  const { states: wantedStates, origins: wantedOrigins, drift, expiresBeforeMs, ownerId } = filter;
  return [
    ...(wantedStates ? [oneOf('state', wantedStates)] : []),
    ...(wantedOrigins ? [oneOf('origin', wantedOrigins)] : []),
    ...(drift ? [oneOf('drift', drift)] : []),
    ...(ownerId === undefined ? [] : [sql<SqlBool>`owner_id = ${ownerId}`]),
    ...(expiresBeforeMs === undefined ? [] : [sql<SqlBool>`expires_at_ms < ${expiresBeforeMs}`]),
  ];
}

function withLabel(query: KeyQuery, label: KeyFilter['label']): KeyQuery {
  if (!label) return query;
  return query.where('id', 'in', (builder) =>
    builder
      .selectFrom('key_label')
      .select('key_id')
      .where('name', '=', label.name)
      .$if(label.value !== undefined, (labels) => labels.where('value', '=', label.value ?? '')),
  );
}

/** The column as an expression: true for the same rows, and no index fits. */
function oneOf(column: 'state' | 'origin' | 'drift' | 'connection_id', values: readonly string[]): RawBuilder<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${sql.ref(column)} || '' in (${sql.join(distinct(values))})`;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
