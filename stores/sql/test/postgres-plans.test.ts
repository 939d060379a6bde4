import { freshDatabase } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPostgres } from './postgres-fixture.ts';
import { reads } from './sample-reads.ts';
import { connection, key } from './store-fixture.ts';

const server = inject('postgres');

/** A statement as it was sent. */
interface Sent {
  readonly sql: string;
  readonly values: readonly unknown[];
}

describe.skipIf(server === null)('on PostgreSQL every read goes through an index, before there are statistics too', () => {
  let database: TestDatabase;
  let store: Awaited<ReturnType<typeof openPostgres>>;
  let client: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase(server ?? '');
    store = await openPostgres(database);
    await store.write(async ({ connections, keys }) => {
      await connections.insert(connection());
      await keys.insert(Array.from({ length: 20 }, (_, index) => key(`k${index}`)));
    });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await store.close();
    await database[Symbol.asyncDispose]();
  });

  /** What is sent while something runs: first what begins the transaction. */
  async function sentBy(work: () => Promise<unknown>): Promise<readonly Sent[]> {
    const sent: Sent[] = [];
    const query = pg.Client.prototype.query as (sql: string, values?: unknown[]) => Promise<unknown>; // the one of its forms that we use
    pg.Client.prototype.query = function (this: pg.Client, sql: string, values: unknown[] = []) {
      sent.push({ sql, values });
      return query.call(this, sql, values);
    } as typeof pg.Client.prototype.query;
    try {
      await work();
    } finally {
      pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
    }
    return sent;
  }

  async function plans(sent: readonly Sent[]): Promise<readonly string[]> {
    const [begin, ...rest] = sent;
    await client.query(begin?.sql ?? '');
    const lines: string[] = [];
    for (const { sql, values } of rest.filter((statement) => statement.sql.startsWith('select'))) {
      const { rows } = await client.query<{ readonly 'QUERY PLAN': string }>(`explain ${sql}`, [...values]);
      lines.push(...rows.map((row) => row['QUERY PLAN']));
    }
    await client.query('rollback');
    return lines;
  }

  test.each(Object.entries(reads))('%s', async (_, read) => {
    const lines = await plans(await sentBy(() => store.read(read)));
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => /Seq Scan/.test(line))).toEqual([]);
  });

  test.each([
    ['upstream id', 'key_version_by_upstream_id', 'upstream_id'],
    ['upstream name', 'key_version_by_upstream_name', 'upstream_name'],
    ['issued', 'access_key_managed', 'origin'],
    ['name', 'access_key_living_name', 'name'],
    ['unfinished operation', 'operation_unfinished', 'key_id'],
  ])('%s goes through the index that was made for it, by the column that tells rows apart', async (name, index, column) => {
    const lines = await plans(await sentBy(() => store.read(reads[name] ?? (async () => undefined))));
    const at = lines.findIndex((line) => line.includes(`using ${index}`));
    expect(lines[at + 1]).toMatch(new RegExp(`Index Cond: .*\\(${column} = `));
  });

  test('and a plan without one would be noticed', async () => {
    const [begin] = await sentBy(() => store.read(({ meta }) => meta.get('rack')));
    const without = { sql: `select * from access_key where purpose = 'x'`, values: [] };
    expect((await plans([...(begin ? [begin] : []), without])).join()).toContain('Seq Scan');
  });
});
