import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StoreFailedError } from '@keyrack/contracts';
import { canMount, smallDisk } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { addOwners, auditedHome, withOwners } from './audit-file-fixture.ts';

const withoutMount = canMount ? '' : ' (skipped: mounting a small disk needs root on Linux)';

/** Everything that can befall the file. Each names what is said of it, and what puts it right again. */
const mishaps: readonly {
  readonly how: string;
  readonly problem: string;
  readonly befall: (file: string) => void;
  readonly repair: ((file: string) => void) | null;
  /** Only who had the file open before can tell. */
  readonly onlyNow?: boolean;
}[] = [
  { how: 'is unlinked', problem: 'gone', befall: (file) => renameSync(file, `${file}.away`), repair: putBack },
  {
    how: 'is replaced by a copy of itself',
    problem: 'replaced',
    befall: (file) => {
      renameSync(file, `${file}.away`);
      copyFileSync(`${file}.away`, file);
    },
    repair: putBack,
    onlyNow: true,
  },
  {
    how: 'is replaced by an empty file',
    problem: 'cut',
    befall: (file) => {
      renameSync(file, `${file}.away`);
      writeFileSync(file, '', { mode: 0o600 });
    },
    repair: putBack,
  },
  {
    how: 'is replaced by another text',
    problem: 'changed',
    befall: (file) => {
      renameSync(file, `${file}.away`);
      writeFileSync(file, 'no audit file\n'.repeat(200), { mode: 0o600 });
    },
    repair: putBack,
  },
  { how: 'is replaced by a folder', problem: 'no-file', befall: replaceByFolder, repair: putBack },
  {
    how: 'has lost its last byte',
    problem: 'cut',
    befall: (file) => truncateSync(file, statSync(file).size - 1),
    repair: (file) => writeFileSync(file, '\n', { flag: 'a' }),
  },
  {
    how: 'has another last event',
    problem: 'changed',
    befall: (file) => replaceInFile(file, 'file-begun', 'file-begum'),
    repair: (file) => replaceInFile(file, 'file-begum', 'file-begun'),
  },
  {
    how: 'can be written to by others',
    problem: 'open-to-others',
    befall: (file) => chmodSync(file, 0o666),
    repair: (file) => chmodSync(file, 0o600),
  },
];

describe('nothing is written down, and so nothing done, when the audit file', () => {
  test.each(mishaps)('$how, while a rack is open and for the next one', async ({ problem, befall, repair, onlyNow }) => {
    await using at = await auditedHome();
    await using rack = await withOwners(at, 'alice');
    befall(at.file);
    for (const each of onlyNow ? [rack] : [rack, await at.open()]) {
      const error = await each.owners.add({ id: 'bob' }).catch((thrown: unknown) => thrown);
      const kind = each === rack && ['changed', 'cut'].includes(problem) && repair === putBack ? 'replaced' : problem;
      expect(error).toMatchObject({ code: 'store-failed', outcome: 'not-applied', details: { reason: 'audit-file', problem: kind } });
      expect((error as StoreFailedError).message).toContain(at.file);
      expect((error as StoreFailedError).advice).not.toBeNull();
      expect(await each.owners.get('bob')).toBeNull();
      expect((await each.audit.verify()).events).toBe(2);
      if (each !== rack) await each.close();
    }
    repair?.(at.file);
    await addOwners(rack, 'bob');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 3 });
  });

  test('belongs to another rack', async () => {
    await using at = await auditedHome();
    await using other = await auditedHome(at.file);
    await using rack = await withOwners(at, 'alice');
    await using stranger = await other.open();
    await expect(addOwners(stranger, 'bob')).rejects.toMatchObject({ details: { problem: 'foreign' } });
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2 });
  });

  test('holds events that others have chained to and the store does not know, as after a restore', async () => {
    await using at = await auditedHome();
    await (await withOwners(at, 'alice')).close();
    const backup = at.folder.join('backup');
    execFileSync('cp', ['-r', at.home, backup]);
    await (await withOwners(at, 'bob', 'carol', 'dora')).close();
    const before = readFileSync(at.file, 'utf8');
    await using restored = await at.open({ home: backup });
    await expect(addOwners(restored, 'eve')).rejects.toMatchObject({ details: { problem: 'ahead' } });
    expect(readFileSync(at.file, 'utf8')).toBe(before);
  });

  test.skipIf(!canMount)(`has a full disk, and once there is room it goes on behind what was half written${withoutMount}`, async () => {
    await using disk = await smallDisk(64);
    await using at = await auditedHome(join(disk.path, 'audit.jsonl'));
    await using rack = await withOwners(at, 'alice');
    const ballast = join(disk.path, 'ballast');
    fillUp(ballast);
    const filled = await fillUntilRefused((id) => addOwners(rack, id));
    expect(filled).toMatchObject({ outcome: 'not-applied', details: { problem: 'disk-full' } });
    expect(filled.advice).toContain('Free some space');
    const { events } = await rack.audit.verify();
    const found = await rack.verifyAuditFile();
    expect(found).toMatchObject({ events, hasUncommittedTail: true });
    rmSync(ballast);
    await addOwners(rack, 'bob');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: events + 1, withdrawals: 1, hasUncommittedTail: false });
  });

  test.skipIf(!canMount)(`is on a disk that was made read-only${withoutMount}`, async () => {
    await using disk = await smallDisk(64);
    await using at = await auditedHome(join(disk.path, 'audit.jsonl'));
    await using rack = await withOwners(at, 'alice');
    disk.makeReadOnly();
    await expect(addOwners(rack, 'bob')).rejects.toMatchObject({ details: { problem: 'read-only' } });
    expect(await rack.owners.get('bob')).toBeNull();
  });

  test.skipIf(!canMount)(`cannot be begun, for want of room: nothing is left of it${withoutMount}`, async () => {
    await using disk = await smallDisk(16);
    await using at = await auditedHome(join(disk.path, 'audit.jsonl'));
    fillUp(join(disk.path, 'ballast'));
    await using rack = await at.open();
    await expect(addOwners(rack, 'alice')).rejects.toMatchObject({ details: { problem: 'disk-full' } });
    expect(existsSync(at.file)).toBe(false);
    rmSync(join(disk.path, 'ballast'));
    await addOwners(rack, 'alice');
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 2 });
  });
});

function putBack(file: string): void {
  rmSync(file, { recursive: true, force: true });
  renameSync(`${file}.away`, file);
}

function replaceByFolder(file: string): void {
  renameSync(file, `${file}.away`);
  mkdirSync(file);
}

function replaceInFile(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8').replace(from, to);
  writeFileSync(file, text, { flag: 'r+' });
}

/** Writes until the disk is full. */
function fillUp(path: string): void {
  for (const size of [4_096, 64]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full, to within this size.
    }
  }
}

async function fillUntilRefused(add: (id: string) => Promise<void>): Promise<StoreFailedError> {
  for (let number = 0; number < 200; number++) {
    const error = await add(`owner-${number}`).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (StoreFailedError.isInstance(error)) return error;
    if (error instanceof Error) throw error;
  }
  throw new Error('there was room for everything');
}
