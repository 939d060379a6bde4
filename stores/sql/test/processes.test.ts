import { DatabaseSync } from 'node:sqlite';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { migrations } from '../src/migrations/index.ts';
import { startStoreProcess } from './run-store-process.ts';
import { openForTest } from './store-fixture.ts';

describe('a store that several processes use', () => {
  test('survives SIGKILL: what was reported as written is there, complete, and the file is whole', async () => {
    for (const killAfter of [1, 7, 40]) {
      await using folder = await scratchFolder();
      using writer = startStoreProcess('write', folder.join('keyrack.db'));
      let reported = 0;
      for await (const line of writer.lines) {
        reported = Number(line);
        if (reported >= killAfter) writer.process.kill('SIGKILL');
      }
      expect(await writer.ended).toBe('SIGKILL');
      await using store = await openForTest(folder.join('keyrack.db'));
      const written = Number(await store.read(({ meta }) => meta.get('written')));
      const owners = await store.read((session) => session.owners.list({ limit: 1_000 }));
      expect(written).toBeGreaterThanOrEqual(reported);
      expect(owners.items.length).toBe(written);
      expect((await store.inspect()).details['integrity']).toBe('ok');
    }
  });

  test('forgets a transaction whose process was killed, and is not locked by it', async () => {
    await using folder = await scratchFolder();
    using writer = startStoreProcess('hang', folder.join('keyrack.db'));
    for await (const line of writer.lines) if (line === 'hanging') writer.process.kill('SIGKILL');
    await writer.ended;
    await using store = await openForTest(folder.join('keyrack.db'));
    expect(await store.read(({ meta }) => meta.get('written'))).toBeNull();
    await store.write(({ meta }) => meta.set('written', 'now'));
    expect((await store.read((session) => session.owners.list())).items).toEqual([]);
    expect((await store.inspect()).details['integrity']).toBe('ok');
  });

  test('loses nothing when processes write at once', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    using first = startStoreProcess('count', path, 60);
    using second = startStoreProcess('count', path, 60);
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
    await using store = await openForTest(path);
    expect(await store.read(({ meta }) => meta.get('count'))).toBe('120');
  });

  test('is made once by processes that start at the same moment', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('data', 'keyrack.db');
    const processes = Array.from({ length: 4 }, () => startStoreProcess('open', path));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    const database = new DatabaseSync(path, { readOnly: true });
    expect(database.prepare('select count(*) as migrations from schema_migration').get()?.['migrations']).toBe(migrations.length);
    database.close();
  });
});
