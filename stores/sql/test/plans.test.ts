import { DatabaseSync } from 'node:sqlite';
import type { StoreSession } from '@keyrack/contracts';
import { scratchFolder } from '@keyrack/testing-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { connection, key, openForTest } from './store-fixture.ts';

const folder = await scratchFolder();
const path = folder.join('keyrack.db');
const store = await openForTest(path);
await store.write(async ({ connections, keys }) => {
  await connections.insert(connection());
  await keys.insert(Array.from({ length: 20 }, (_, index) => key(`k${index}`)));
});
const database = new DatabaseSync(path);
afterAll(async () => {
  database.close();
  await store.close();
  await folder[Symbol.asyncDispose]();
});

type Read = (session: StoreSession) => Promise<unknown>;

/** What these find lies in no order and is little, so it is sorted; everything else comes in order from an index. */
const sorted = ['label', 'expiry', 'fingerprint', 'unfinished operations'];

const reads: Readonly<Record<string, Read>> = {
  'all keys': ({ keys }) => keys.list({}),
  'the next page': async ({ keys }) => keys.list({}, { cursor: (await keys.list({}, { limit: 5 })).nextCursor ?? '' }),
  connection: ({ keys }) => keys.list({ connectionId: 'c1' }),
  owner: ({ keys }) => keys.list({ ownerId: 'alice', states: ['active'], origins: ['issued'] }),
  state: ({ keys }) => keys.list({ states: ['active', 'suspended'] }),
  issued: ({ keys }) => keys.list({ origins: ['issued', 'adopted'], states: ['active', 'pending'] }),
  origin: ({ keys }) => keys.list({ origins: ['foreign'], drift: ['none'] }),
  drift: ({ keys }) => keys.list({ drift: ['missing', 'changed'] }),
  label: ({ keys }) => keys.list({ label: { name: 'team', value: 'core' }, states: ['active'] }),
  expiry: ({ keys }) => keys.list({ expiresBeforeMs: 5, origins: ['issued'] }),
  'expired keys': async ({ keys }) => keys.listExpired(5),
  count: ({ keys }) => keys.count({ states: ['active'] }),
  search: ({ keys }) => keys.search('k1', { limit: 5 }),
  name: ({ keys }) => keys.findByName('c1', 'alice'),
  'upstream id': ({ versions }) => versions.findByUpstreamIds('c1', ['1', '2']),
  'upstream name': ({ versions }) => versions.findByUpstreamNames('c1', ['1', '2']),
  fingerprint: ({ versions }) => versions.findByFingerprint('f'),
  'versions of a key': ({ versions }) => versions.listByKey('k1'),
  'unseen versions': ({ versions }) => versions.listUnseen('c1', 's', { limit: 5, afterId: 'v' }),
  'unfinished operation': ({ operations }) => operations.findUnfinished('k1'),
  'unfinished operations': ({ operations }) => operations.list({ states: ['running', 'waiting', 'stuck'] }),
  'due operations': ({ operations }) => operations.listDue(5),
  operations: ({ operations }) => operations.list({}),
  'done operations': ({ operations }) => operations.list({ states: ['done'] }),
  'operations of a key': ({ operations }) => operations.list({ keyId: 'k1' }),
  'operations of a connection': ({ operations }) => operations.list({ connectionId: 'c1', kinds: ['issue'] }),
  steps: ({ operations }) => operations.steps('op1'),
  'audit trail': ({ audit }) => audit.list({ newestFirst: true }),
  'audit trail of a key': ({ audit }) => audit.list({ keyId: 'k1', afterSequence: 5 }),
  'end of the audit trail': ({ audit }) => audit.head(),
};

describe('every read goes through an index, however much there is', () => {
  test.each(Object.entries(reads))('%s', async (name, read) => {
    const statements = await statementsOf(read);
    expect(statements).not.toEqual([]);
    const steps = statements.flatMap(planOf);
    expect(steps.filter((step) => step.startsWith('SCAN') && !/USING (COVERING )?INDEX/.test(step))).toEqual([]);
    // The versions beside the keys of one page may be sorted, they are a thousand at most.
    const beyondOnePage = statements.filter((statement) => !statement.includes('"key_id" in')).flatMap(planOf);
    const isSorted = beyondOnePage.some((step) => step.includes('TEMP B-TREE'));
    expect(isSorted).toBe(sorted.includes(name));
  });

  test.each([
    ['issued', 'access_key_managed'],
    ['expired keys', 'access_key_expiring'],
    ['due operations', 'operation_due'],
    ['owner', 'access_key_by_owner'],
    ['drift', 'access_key_by_drift'],
    ['expiry', 'access_key_by_expiry'],
    ['label', 'key_label_by_value'],
    ['name', 'access_key_living_name'],
    ['unfinished operation', 'operation_unfinished'],
    ['done operations', 'operation_by_state'],
  ])('%s goes through the index that was made for it', async (name, index) => {
    const steps = (await statementsOf(reads[name] ?? (async () => undefined))).flatMap(planOf);
    expect(steps.join()).toContain(index);
  });

  test('and a plan without one would be noticed', () => {
    expect(planOf('select * from access_key where purpose = ?')).toEqual([expect.stringMatching(/^SCAN(?!.*USING)/)]);
  });
});

function planOf(statement: string): readonly string[] {
  const rows = database.prepare(`explain query plan ${statement}`).all();
  return rows.map(({ detail }) => String(detail));
}

/** What a read asks the database for, written down by the driver itself. */
async function statementsOf(read: Read): Promise<readonly string[]> {
  const seen = new Set<string>();
  await using fresh = await openForTest(path);
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, statement, ...options) {
    if (statement.startsWith('select') && !statement.includes('sqlite_schema') && !statement.includes('schema_migration'))
      seen.add(statement);
    return prepare.call(this, statement, ...options);
  };
  try {
    await fresh.read(read);
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return [...seen];
}
