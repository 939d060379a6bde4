import { DatabaseSync } from 'node:sqlite';
import { scratchFolder } from '@keyrack/testing-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { reads } from './sample-reads.ts';
import type { Read } from './sample-reads.ts';
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

/** What these find lies in no order and is little, so it is sorted; everything else comes in order from an index. */
const sorted = ['label', 'expiry', 'fingerprint', 'unfinished operations'];

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
    ['due rotations', 'access_key_rotating'],
    ['due operations', 'operation_due'],
    ['owner', 'access_key_by_owner'],
    ['drift', 'access_key_by_drift'],
    ['expiry', 'access_key_by_expiry'],
    ['label', 'key_label_by_value'],
    ['name', 'access_key_living_name'],
    ['unfinished operation', 'operation_unfinished'],
    ['done operations', 'operation_by_state'],
    ['audit trail of a key', 'audit_event_by_key'],
    ['audit trail of a connection', 'audit_event_by_connection'],
    ['audit trail of an operation', 'audit_event_by_operation'],
    ['audit trail of a type', 'audit_event_by_type'],
    ['audit trail of a time', 'audit_event_by_time'],
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
