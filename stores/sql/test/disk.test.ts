import { chmodSync, existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailedError } from '@keyrack/contracts';
import type { Store, StoreSession } from '@keyrack/contracts';
import { canMount, scratchFolder, smallDisk } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { openForTest } from './store-fixture.ts';

const withoutMount = canMount ? '' : ' (skipped: mounting a small disk needs root on Linux)';
const isRoot = process.getuid?.() === 0;

describe('a full disk', () => {
  test.skipIf(!canMount)(
    `fails the write and nothing else: what was there stays, and writing goes on when there is room${withoutMount}`,
    async () => {
      await using disk = await smallDisk(3_000);
      await using store = await openForTest(join(disk.path, 'keyrack.db'));
      await store.write(({ meta }) => meta.set('before', 'kept'));
      writeFileSync(join(disk.path, 'ballast'), Buffer.alloc(1_500_000));
      const error = await failure(() => fill(store));
      expect(error).toMatchObject({ outcome: 'not-applied', details: { reason: 'disk-full' } });
      expect(error.advice).toContain('Free some space');
      expect(await store.read(({ meta }) => meta.get('before'))).toBe('kept');
      expect((await store.read(({ owners }) => owners.list())).items).toEqual([]);
      rmSync(join(disk.path, 'ballast'));
      await store.write(({ meta }) => meta.set('after', 'kept too'));
      expect(await store.read(({ meta }) => meta.get('after'))).toBe('kept too');
      expect((await store.inspect()).details['integrity']).toBe('ok');
    },
  );

  test.skipIf(!canMount)(`lets nothing through that comes after the error within the same transaction${withoutMount}`, async () => {
    await using disk = await smallDisk(3_000);
    await using store = await openForTest(join(disk.path, 'keyrack.db'));
    for (const afterwards of [(session: StoreSession) => session.meta.set('afterwards', 'must not be kept'), () => Promise.resolve()]) {
      const caught: unknown[] = [];
      const error = await failure(() =>
        store.write(async (session) => {
          // More than the database keeps in memory, so that the disk is full long before the commit.
          await fillWithin(session, 12_000).catch((thrown: unknown) => caught.push(thrown));
          await afterwards(session);
        }),
      );
      expect(caught).toMatchObject([{ details: { reason: 'disk-full' } }]);
      expect(error).toMatchObject({ outcome: 'not-applied', details: { reason: 'ended' } });
    }
    expect(await store.read(({ meta }) => meta.get('afterwards'))).toBeNull();
    expect((await store.read(({ owners }) => owners.list())).items).toEqual([]);
  });

  test.skipIf(!canMount)(`keeps a new store from being made, and says why${withoutMount}`, async () => {
    await using disk = await smallDisk(64);
    const error = await failure(() => openForTest(join(disk.path, 'keyrack.db')));
    expect(error.outcome).toBe('not-applied');
    expect(['disk-full', 'disk-error', 'cannot-open']).toContain(error.details['reason']);
    expect(error.advice).toMatch(/space/);
  });
});

describe('a folder that must not be written', () => {
  test.skipIf(isRoot && !canMount)(`is named, with what to do${isRoot ? withoutMount : ''}`, async () => {
    await using disk = isRoot ? await smallDisk(1_000) : await readOnlyFolder();
    disk.makeReadOnly();
    const error = await failure(() => openForTest(join(disk.path, 'keyrack.db')));
    expect(error.message).toContain(disk.path);
    expect(error.advice).toMatch(/writable/);
    expect(existsSync(join(disk.path, 'keyrack.db'))).toBe(false);
  });
});

describe('the file of a store', () => {
  test('is open to its user alone, like its log and its folder', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('new', 'deep', 'keyrack.db');
    await using store = await openForTest(path);
    await store.write(({ meta }) => meta.set('a', 'b'));
    const modes = [path, `${path}-wal`, `${path}-shm`, folder.join('new', 'deep')].map((each) => statSync(each).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600, 0o700]);
  });

  test('is closed to others again when a copy left it open', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await (await openForTest(path)).close();
    chmodSync(path, 0o644);
    await (await openForTest(path)).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['is text', (path: string) => writeFileSync(path, 'no database at all, but long enough to have a header of a hundred bytes'.repeat(3))],
    ['has lost its second half', (path: string) => truncateSync(path, statSync(path).size / 2)],
    ['was overwritten in the middle', (path: string) => overwrite(path)],
  ])('that %s is reported as damaged, not repaired and not made anew', async (_, damage) => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    {
      await using store = await openForTest(path);
      await fill(store, 100);
    }
    damage(path);
    const size = statSync(path).size;
    const error = await failure(async () => {
      await using store = await openForTest(path);
      await store.read(({ owners }) => owners.list({ limit: 1_000 }));
      await store.read(({ meta }) => meta.get('a'));
    });
    expect(error).toMatchObject({ outcome: 'not-applied', details: { reason: 'damaged' } });
    expect(error.advice).toContain('backup');
    expect(statSync(path).size).toBe(size);
  });

  test('that belongs to something else is refused and left alone', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('other.db');
    const other = new DatabaseSync(path);
    other.exec('create table recipe (name text)');
    const error = await failure(() => openForTest(path));
    expect(error.message).toContain('recipe');
    expect(other.prepare('select count(*) as tables from sqlite_schema').get()?.['tables']).toBe(1);
    other.close();
  });

  test('that is a folder is refused', async () => {
    await using folder = await scratchFolder();
    await mkdir(folder.join('keyrack.db'));
    const error = await failure(() => openForTest(folder.join('keyrack.db')));
    expect(error.details['reason']).toBe('cannot-open');
  });
});

async function failure(act: () => Promise<unknown>): Promise<StoreFailedError> {
  const error: unknown = await act().then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  );
  if (StoreFailedError.isInstance(error)) return error;
  throw error;
}

async function fill(store: Store, owners = 1_000): Promise<void> {
  await store.write((session) => fillWithin(session, owners));
}

async function fillWithin({ owners }: StoreSession, count = 1_000): Promise<void> {
  for (let number = 0; number < count; number++) {
    await owners.insert({
      id: `owner ${number}`,
      displayName: 'x'.repeat(4_000),
      kind: 'person',
      state: 'active',
      createdAtMs: 1,
      updatedAtMs: 1,
    });
  }
}

/** Everything but the first page, which SQLite checks when it opens. */
function overwrite(path: string): void {
  const size = statSync(path).size;
  truncateSync(path, 4_096);
  writeFileSync(path, Buffer.alloc(size - 4_096, 0x5a), { flag: 'a' });
}

async function readOnlyFolder(): Promise<AsyncDisposable & { readonly path: string; makeReadOnly(): void }> {
  const folder = await scratchFolder();
  return {
    path: folder.path,
    makeReadOnly: () => chmodSync(folder.path, 0o500),
    async [Symbol.asyncDispose]() {
      chmodSync(folder.path, 0o700);
      await folder[Symbol.asyncDispose]();
    },
  };
}
