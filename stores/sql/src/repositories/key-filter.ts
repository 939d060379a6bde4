import type { KeyFilter } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { SelectQueryBuilder, SqlBool } from 'kysely';
import type { Session } from '../rows.ts';
import type { AccessKeyTable, Database } from '../schema.ts';

/** A query over keys that has no columns selected yet. */
type KeyQuery = SelectQueryBuilder<Database, 'access_key', object>;

/** Columns by which one index keeps keys in the order of their names, if all of them are given. */
type Path = Partial<Record<'owner_id' | 'drift' | 'origin' | 'state', string>>;

const origins = ['issued', 'adopted', 'foreign', 'own'] as const;
const states = ['pending', 'active', 'suspended', 'revoked'] as const;

/**
 * The ways through the indexes that together give every key of one connection that a filter may let through, each in the order of
 * names. Several values of one column are several ways: an index keeps the order only within one value.
 */
export function paths(filter: KeyFilter): readonly Path[] {
  if (filter.ownerId !== undefined) return [{ owner_id: filter.ownerId }];
  if (filter.label !== undefined || filter.expiresBeforeMs !== undefined) return [{}];
  if (filter.drift && !filter.drift.includes('none')) return [...new Set(filter.drift)].map((drift) => ({ drift }));
  if (!filter.origins && !filter.states) return [{}];
  return [...new Set(filter.origins ?? origins)].flatMap((origin) =>
    [...new Set(filter.states ?? states)].map((state) => ({ origin, state })),
  );
}

/** The keys of one connection on one path. */
export function keysOnPath(db: Session, connectionId: string, path: Path): KeyQuery {
  return (
    db
      .selectFrom('access_key')
      .where('connection_id', '=', connectionId)
      .$if(path.owner_id !== undefined, (query) => query.where('owner_id', '=', path.owner_id ?? ''))
      // Said twice, the second time as the condition of the partial index, without which a database does not use it.
      .$if(path.drift !== undefined, (query) => query.where(sql<SqlBool>`drift = ${path.drift} and drift <> 'none'`))
      .$if(path.origin !== undefined, (query) => query.where(sql<SqlBool>`origin = ${path.origin} and state = ${path.state}`))
  );
}

/** Lets through what the filter lets through. */
export function matching(query: KeyQuery, filter: KeyFilter): KeyQuery {
  const { states: wantedStates, origins: wantedOrigins, drift, label, expiresBeforeMs, ownerId } = filter;
  let narrowed = query;
  if (wantedStates) narrowed = narrowed.where(oneOf('state', wantedStates));
  if (wantedOrigins) narrowed = narrowed.where(oneOf('origin', wantedOrigins));
  if (drift) narrowed = narrowed.where(oneOf('drift', drift));
  if (ownerId !== undefined) narrowed = narrowed.where('owner_id', '=', ownerId);
  if (expiresBeforeMs !== undefined) narrowed = narrowed.where('expires_at_ms', '<', expiresBeforeMs);
  if (label) {
    narrowed = narrowed.where('id', 'in', (builder) =>
      builder
        .selectFrom('key_label')
        .select('key_id')
        .where('name', '=', label.name)
        .$if(label.value !== undefined, (labels) => labels.where('value', '=', label.value ?? '')),
    );
  }
  return narrowed;
}

/** The column as an expression, so that no index is taken for it: the path has chosen the index already, and a planner without statistics often chooses worse. */
function oneOf(column: keyof AccessKeyTable, values: readonly string[]): ReturnType<typeof sql<SqlBool>> {
  if (values.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${sql.ref(column)} || '' in (${sql.join([...new Set(values)])})`;
}
