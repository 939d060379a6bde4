import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { verifyAuditFile } from '../src/index.ts';
import { addOwners, auditedHome, dyingBeforeCommit, withOwners } from './audit-file-fixture.ts';
import type { AuditedHome } from './audit-file-fixture.ts';

const owners = ['a1', 'a2', 'a3', 'a4', 'a5'];
/** With the event that says that the file was begun, which is the second. */
const events = owners.length + 1;

/** What may have been done to the lines of a file: the first is its header, event `n` is line `n`. */
type Tampering = (lines: readonly string[]) => readonly string[];

const tamperings: readonly {
  readonly how: string;
  readonly tamper: Tampering;
  readonly inDoubt: number;
  readonly says: string;
  /** Without the store nobody can tell what stood at its end. */
  readonly needsStore?: boolean;
}[] = [
  { how: 'its last event was cut off', tamper: without(events), inDoubt: events, says: 'was cut after event', needsStore: true },
  { how: 'its beginning was cut off', tamper: without(1, 2), inDoubt: 1, says: 'reordered at its beginning' },
  { how: 'an event was taken out', tamper: without(3), inDoubt: 3, says: 'cut, changed or reordered after event 2' },
  { how: 'an event was changed', tamper: replaced(3, '"a2"', '"zz"'), inDoubt: 3, says: 'event 3 was changed' },
  { how: 'an event was changed and its hash with it', tamper: rehashed(3), inDoubt: 4, says: 'reordered after event 3' },
  {
    how: 'the last event was changed and its hash with it',
    tamper: rehashed(events),
    inDoubt: events,
    says: 'was cut after event',
    needsStore: true,
  },
  {
    how: 'a member was added to an event',
    tamper: replaced(3, '"type"', '"extra":1,"type"'),
    inDoubt: 3,
    says: 'something else than an event',
  },
  { how: 'two events were exchanged', tamper: exchanged(3, 4), inDoubt: 3, says: 'reordered after event 2' },
  { how: 'the last two events were exchanged', tamper: exchanged(events - 1, events), inDoubt: events - 1, says: 'reordered' },
  { how: 'something was put between', tamper: (lines) => lines.toSpliced(3, 0, 'hello'), inDoubt: 3, says: 'something else than an event' },
  { how: 'an event was repeated', tamper: (lines) => lines.toSpliced(3, 0, lines[2] ?? ''), inDoubt: 2, says: 'reordered' },
  {
    how: 'another file begins within it',
    tamper: (lines) => lines.toSpliced(3, 0, lines[0] ?? ''),
    inDoubt: 3,
    says: 'another file begins',
  },
  { how: 'events were withdrawn that were committed', tamper: withdrawn, inDoubt: events, says: 'was withdrawn' },
  {
    how: 'it was continued by somebody else',
    tamper: continued(2),
    inDoubt: events + 1,
    says: 'another one than in the store',
    needsStore: true,
  },
  {
    how: 'its end holds two transactions that were not committed',
    tamper: (lines) => [...continued(1)(lines), ...continued(1)(lines).slice(-1)],
    inDoubt: events + 1,
    says: 'more than one transaction',
    needsStore: true,
  },
  { how: 'it was emptied', tamper: () => [], inDoubt: 1, says: 'another one than the rack has', needsStore: true },
];

describe('an audit file does not hold when', () => {
  test.each(tamperings)('$how', async ({ tamper, inDoubt, says, needsStore }) => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, ...owners);
    expect(await rack.verifyAuditFile()).toMatchObject({ events, hasUncommittedTail: false });
    await rewrite(at, tamper);
    const broken = { code: 'audit-broken', message: expect.stringContaining(says), details: { sequence: inDoubt, subject: 'file' } };
    await expect(rack.verifyAuditFile()).rejects.toMatchObject(broken);
    if (!needsStore) await expect(verifyAuditFile(at.file)).rejects.toMatchObject(broken);
  });

  test('it was deleted', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, ...owners);
    rmSync(at.file);
    await expect(rack.verifyAuditFile()).rejects.toMatchObject({ code: 'audit-broken', message: expect.stringContaining('it is gone') });
  });

  test('it was replaced by another one of the same rack, or nobody names it', async () => {
    await using at = await auditedHome();
    await (await withOwners(at, 'a1')).close();
    const second = at.folder.join('second.jsonl');
    await using rack = await at.open({ auditFile: second });
    await addOwners(rack, 'a2');
    renameSync(second, at.file);
    await using first = await at.open({ auditFile: at.file });
    await expect(first.verifyAuditFile()).rejects.toMatchObject({ message: expect.stringContaining('another one') });
    await expect(addOwners(first, 'a3')).rejects.toMatchObject({ details: { problem: 'replaced' } });
    await using unnamed = await at.open({ auditFile: 'none' });
    await expect(unnamed.verifyAuditFile()).rejects.toMatchObject({ message: expect.stringContaining('none is named') });
  });
});

describe('the trail in the store does not hold when the note of its audit file', () => {
  test.each([
    ['was deleted', "delete from meta where name = 'auditFiles'", 'the note of its audit file is gone'],
    ['was changed', "update meta set value = 'another' where name = 'auditFiles'", 'the note of its audit files was changed'],
  ])('%s', async (_, statement, says) => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, 'alice');
    {
      using database = new DatabaseSync(join(at.home, 'keyrack.db'));
      database.exec(statement);
    }
    await expect(rack.audit.verify()).rejects.toMatchObject({ code: 'audit-broken', message: expect.stringContaining(says) });
    // The file is as it was, and is not begun anew over what it holds.
    const before = await readFile(at.file, 'utf8');
    await expect(addOwners(rack, 'bob')).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(await readFile(at.file, 'utf8')).toBe(before);
  });
});

describe('of an audit file one transaction at the end may be uncommitted', () => {
  test('when the process died between file and commit; the next one withdraws it', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, 'alice');
    await killedWith(at, 'bob');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2, hasUncommittedTail: true, withdrawals: 0 });
    expect(await verifyAuditFile(at.file)).toMatchObject({ events: 3, undecided: 1 });
    expect(await rack.owners.get('bob')).toBeNull();
    await killedWith(at, 'carol');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2, hasUncommittedTail: true, withdrawals: 1 });
    await addOwners(rack, 'dora', 'eve');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 4, hasUncommittedTail: false, withdrawals: 2 });
    expect(await verifyAuditFile(at.file)).toMatchObject({ events: 4, undecided: 1 });
  });

  test('when it died in the middle of a line, or of the first transaction', async () => {
    await using at = await auditedHome();
    await killedWith(at, 'nobody');
    await using rack = await withOwners(at, 'alice');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2, withdrawals: 1 });
    await appendFile(at.file, '{"sequence":3,"at":"20');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2, hasUncommittedTail: true });
    await addOwners(rack, 'bob', 'carol');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 4, hasUncommittedTail: false, withdrawals: 2 });
    expect(await verifyAuditFile(at.file)).toMatchObject({ events: 4, hasUncommittedTail: false });
  });

  test('also when a process that was paused wakes up and writes what others have overtaken', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, 'alice', 'bob', 'carol');
    const [, , stale = ''] = (await readFile(at.file, 'utf8')).split('\n');
    await appendFile(at.file, `${rehash(stale)}\n`);
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 4, hasUncommittedTail: true });
    await addOwners(rack, 'dora', 'eve');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 6, hasUncommittedTail: false, withdrawals: 1 });
  });
});

describe('checkpoints', () => {
  test('are signed by a key that a new master key leaves as it is, and vouch for a file without its store', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, ...owners);
    expect(await rack.audit.publicKey()).toBeNull();
    const { sequence, note } = await rack.audit.checkpoint();
    const publicKey = (await rack.audit.publicKey()) ?? '';
    const publicKeyPath = at.folder.join('rack.pub');
    await writeFile(publicKeyPath, `${publicKey}\n`);
    expect(note).toContain(`keyrack/${rack.rackId}\n${sequence}\n`);
    expect(await verifyAuditFile(at.file, { publicKeyPath })).toMatchObject({ checkpoints: 1, signedThrough: sequence, undecided: 2 });
    await rack.rekey();
    await rack.audit.checkpoint();
    expect(await rack.audit.publicKey()).toBe(publicKey);
    expect(await rack.audit.verify()).toMatchObject({ checkpoints: 2, signedThrough: sequence + 2 });
    expect(await verifyAuditFile(at.file, { publicKeyPath })).toMatchObject({ checkpoints: 2, signedThrough: sequence + 2 });
  });

  test('tell when the whole chain was written anew around them', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, ...owners);
    await rack.audit.checkpoint();
    const publicKeyPath = at.folder.join('rack.pub');
    await writeFile(publicKeyPath, (await rack.audit.publicKey()) ?? '');
    await rewrite(at, rewritten);
    // By itself it is a chain that holds.
    expect(await verifyAuditFile(at.file)).toMatchObject({ events: events + 2 });
    await expect(verifyAuditFile(at.file, { publicKeyPath })).rejects.toMatchObject({
      message: expect.stringContaining('not signed by this public key'),
      details: { sequence: events + 2 },
    });
    await expect(rack.verifyAuditFile()).rejects.toMatchObject({ details: { sequence: 1 } });
  });

  test('do not hold in the store when the key that signed them was taken out of it', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, 'alice');
    await rack.audit.checkpoint();
    {
      using database = new DatabaseSync(join(at.home, 'keyrack.db'));
      database.exec("delete from meta where name = 'auditSigningKey'");
    }
    await expect(rack.audit.verify()).rejects.toMatchObject({
      message: expect.stringContaining('not signed by this rack'),
      details: { sequence: 4, subject: 'trail' },
    });
  });

  test('are refused when they are of another rack, or there are none', async () => {
    await using at = await auditedHome();
    await using other = await auditedHome();
    await using rack = await withOwners(at, ...owners);
    await using another = await withOwners(other, ...owners);
    await another.audit.checkpoint();
    const publicKeyPath = at.folder.join('another.pub');
    await writeFile(publicKeyPath, (await another.audit.publicKey()) ?? '');
    const broken = { code: 'audit-broken', message: expect.stringMatching(/signed by this public key/) };
    await expect(verifyAuditFile(at.file, { publicKeyPath })).rejects.toMatchObject(broken);
    await rack.audit.checkpoint();
    await expect(verifyAuditFile(at.file, { publicKeyPath })).rejects.toMatchObject({ ...broken, details: { sequence: events + 2 } });
  });

  test('are signed by themselves about every hundred events', async () => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, ...Array.from({ length: 205 }, (_, number) => `o${number}`));
    expect(await rack.audit.verify()).toMatchObject({ checkpoints: 2, events: 205 + 1 + 1 + 2, signedThrough: 200 });
    expect(await rack.verifyAuditFile()).toMatchObject({ checkpoints: 2 });
  });
});

async function rewrite(at: AuditedHome, tamper: Tampering): Promise<void> {
  const lines = (await readFile(at.file, 'utf8')).trimEnd().split('\n');
  await writeFile(
    at.file,
    tamper(lines).map((line) => `${line}\n`),
  );
}

async function killedWith(at: AuditedHome, owner: string): Promise<void> {
  let isDoomed = false;
  await using rack = await at.open({ wrapStore: dyingBeforeCommit(() => isDoomed) });
  isDoomed = true;
  await expect(rack.owners.add({ id: owner })).rejects.toThrow('died before the commit');
}

function without(...numbers: readonly number[]): Tampering {
  return (lines) => lines.filter((_, index) => !numbers.includes(index));
}

function replaced(number: number, from: string, to: string): Tampering {
  return (lines) => lines.with(number, lines[number]?.replace(from, to) ?? '');
}

function rehashed(number: number): Tampering {
  return (lines) => lines.with(number, rehash(lines[number] ?? ''));
}

function exchanged(one: number, other: number): Tampering {
  return (lines) => lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
}

/** Continues a file by events that fit. */
function continued(count: number): Tampering {
  return (lines) => {
    if (count === 0) return lines;
    const last = JSON.parse(lines.at(-1) ?? '') as { sequence: number; hash: string };
    const next = { ...last, sequence: last.sequence + 1, previousHash: last.hash, through: last.sequence + 1 };
    return continued(count - 1)([...lines, rehash(JSON.stringify(next))]);
  };
}

function withdrawn(lines: readonly string[]): readonly string[] {
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  const from = Buffer.byteLength(lines.slice(0, 3).join('\n')) + 1;
  return [...lines, JSON.stringify({ kind: 'withdrawn', from, to: size })];
}

/** The same events by somebody else, all of them, in a chain of their own. */
function rewritten(lines: readonly string[]): readonly string[] {
  let previousHash = '0'.repeat(64);
  return lines.map((line, index) => {
    if (index === 0) return line;
    const changed = rehash(JSON.stringify({ ...(JSON.parse(line) as object), previousHash }));
    previousHash = (JSON.parse(changed) as { hash: string }).hash;
    return changed;
  });
}

/** An event of somebody else in the place of this one: with a hash that fits. */
function rehash(line: string): string {
  const { hash: _hash, through, at, ...event } = JSON.parse(line) as Record<string, unknown>;
  const changed = { ...event, actor: 'somebody else', atMs: Date.parse(String(at)) };
  const hash = createHash('sha256').update(sorted(changed)).digest('hex');
  const { sequence, type, connectionId, keyId, operationId, detail, previousHash } = event;
  return JSON.stringify({
    sequence,
    at,
    type,
    actor: 'somebody else',
    connectionId,
    keyId,
    operationId,
    detail,
    previousHash,
    hash,
    through,
  });
}

function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${sorted(member)}`).join(',')}}`;
}
