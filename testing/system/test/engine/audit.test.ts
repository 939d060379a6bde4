import { DatabaseSync } from 'node:sqlite';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';

/** Every way to tamper that leaves the rest of the database as it is, and the first event in doubt. */
const tamperings: readonly {
  readonly how: string;
  readonly sql: string;
  readonly inDoubt: (events: number) => number;
  readonly says: string;
}[] = [
  { how: 'an event was taken out', sql: 'delete from audit_event where sequence = 2', inDoubt: () => 3, says: 'after event 1' },
  { how: 'its beginning was cut off', sql: 'delete from audit_event where sequence < 3', inDoubt: () => 3, says: 'at its beginning' },
  {
    how: 'an event was changed',
    sql: "update audit_event set actor = 'nobody' where sequence = 2",
    inDoubt: () => 2,
    says: 'after event 1',
  },
  {
    how: 'two events were exchanged',
    sql: 'update audit_event set sequence = case sequence when 2 then -3 when 3 then -2 end where sequence in (2, 3); update audit_event set sequence = -sequence where sequence < 0',
    inDoubt: () => 2,
    says: 'after event 1',
  },
  {
    how: 'its last event was cut off',
    sql: 'delete from audit_event where sequence = (select max(sequence) from audit_event)',
    inDoubt: (events) => events,
    says: 'it was cut after event',
  },
  { how: 'all events are gone', sql: 'delete from audit_event', inDoubt: () => 1, says: 'it was cut at its beginning' },
  {
    how: 'all events are gone, and the note of the last one too',
    sql: "delete from audit_event; delete from meta where name = 'auditHead'",
    inDoubt: () => 1,
    says: 'the note of its last event is gone',
  },
  {
    how: 'the note of the last event was changed',
    sql: "update meta set value = 'another' where name = 'auditHead'",
    inDoubt: (events) => events,
    says: 'the note of its last event was changed',
  },
];

describe('the audit trail', () => {
  test('holds for what was written, also while more is appended', async () => {
    await using rack = await engineFixture(new FakeSystem());
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const [verified] = await Promise.all([rack.engine.audit.verify(), rack.engine.keys.issue({ connection: 'fake', name: 'bob' })]);
    expect(verified.events).toBeGreaterThan(2);
    const { events, headHash } = await rack.engine.audit.verify();
    expect(events).toBeGreaterThan(verified.events);
    expect(headHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(tamperings)('does not hold when $how', async ({ sql, inDoubt, says }) => {
    await using folder = await scratchFolder();
    const path = folder.join('rack.db');
    await using rack = await engineFixture(new FakeSystem(), { path });
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const { events } = await rack.engine.audit.verify();
    tamper(path, sql);
    await expect(rack.engine.audit.verify()).rejects.toMatchObject({
      code: 'audit-broken',
      message: expect.stringContaining(says),
      details: { sequence: inDoubt(events) },
    });
  });

  test('does not hold when somebody who has no data key continued it', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('continued.db');
    await using rack = await engineFixture(new FakeSystem(), { path });
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const { events } = await rack.engine.audit.verify();
    const noted = await rack.store.read(({ meta }) => meta.get('auditHead'));
    await rack.engine.keys.issue({ connection: 'fake', name: 'bob' });
    await rack.store.write(({ meta }) => meta.set('auditHead', noted ?? ''));
    await expect(rack.engine.audit.verify()).rejects.toMatchObject({
      message: expect.stringContaining('continued by somebody else'),
      details: { sequence: events + 1 },
    });
  });
});

function tamper(path: string, sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}
