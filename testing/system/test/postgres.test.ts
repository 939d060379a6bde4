import type { Store } from '@keyrack/contracts';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { canaryForms, scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { databaseUrl, freshDatabase, postgresProxy } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, test } from 'vitest';
import { compareLedgers } from '../src/kill/ledger.ts';
import { postgresStores } from '../src/kill/postgres-stores.ts';
import { runCell } from '../src/kill/run-cell.ts';
import { runDoomed } from '../src/kill/run-doomed.ts';

const server = inject('postgres');

/** A rack on PostgreSQL that is connected to an Outline emulator as `vpn`. */
interface Scene extends AsyncDisposable {
  readonly rack: Rack;
  readonly store: Store;
  readonly home: string;
  readonly outline: OutlineEmulator;
  readonly database: TestDatabase;
  /** What is wrong between the store and the system. */
  wrong(): Promise<readonly string[]>;
  /** Lets everybody but this process be silent for so long. */
  silence(ms: number): Promise<void>;
}

async function postgresScene(address?: (database: TestDatabase) => string): Promise<Scene> {
  const database = await freshDatabase(server ?? '');
  await database.pretendLongRunning();
  const folder: ScratchFolder = await scratchFolder();
  const outline = await startOutlineEmulator();
  const opened: Store[] = [];
  const rack = await openRack({
    environment: {},
    home: folder.path,
    store: address?.(database) ?? database.url,
    wrapStore: (store) => (opened.push(store), store),
  });
  const { url, certSha256 } = outline.readyLine;
  await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
  const [store] = opened;
  if (!store) throw new Error('the store was not opened');
  return {
    rack,
    store,
    outline,
    database,
    home: folder.path,
    async wrong() {
      const upstream = outline.state().keys.map(({ id, name }) => ({ upstreamId: id, upstreamName: name }));
      const { living: _living, ...found } = await compareLedgers({ store, rackId: rack.rackId }, upstream);
      return Object.entries(found).flatMap(([what, which]) => which.map((key) => `${what}: ${key}`));
    },
    async silence(ms) {
      await database.query(`update holder set heartbeat_at_ms = heartbeat_at_ms - $1 where id not like '%/' || $2 || '/%'`, [
        ms,
        process.pid,
      ]);
    },
    async [Symbol.asyncDispose]() {
      await rack.close();
      await outline.close();
      await database[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const states = async (rack: Rack): Promise<readonly string[]> => (await rack.operations.list()).items.map(({ state }) => state);

describe.skipIf(server === null)('an operation on PostgreSQL', () => {
  test('of a process that was killed is taken over when no sign of life came for thirty seconds, and not before', async () => {
    await using scene = await postgresScene();
    const { rack, home } = scene;
    const point = { write: 2, when: 'before' } as const;
    const { died } = await runDoomed({ home, connection: 'vpn', action: 'issue', name: 'alice', fromRackId: '', point });
    expect(died).toBe(true);
    expect(scene.outline.state().keys).toHaveLength(1);
    await scene.silence(25_000);
    expect(await rack.operations.resumeAll()).toEqual([]);
    const [operation] = (await rack.operations.list()).items;
    await expect(rack.operations.resume(operation?.id ?? '')).rejects.toMatchObject({ code: 'operation-in-progress' });
    await scene.silence(5_000);
    expect((await rack.operations.resumeAll()).map(({ operation: { state, epoch } }) => [state, epoch])).toEqual([['done', 2]]);
    expect(await scene.wrong()).toEqual([]);
  });

  test('of a process that sleeps through its own death is settled once: it finds that another one has it', async () => {
    await using scene = await postgresScene();
    const { rack, outline, home } = scene;
    outline.faults.add({ method: 'PUT', effect: { kind: 'hold', when: 'after' } });
    const program = fileURLToPath(new URL('../src/kill/doomed-process.ts', import.meta.url));
    const task = { home, connection: 'vpn', action: 'issue', name: 'alice', fromRackId: '', point: { write: 999, when: 'before' } };
    const sleeper = spawn(process.execPath, [
      '--conditions=@keyrack/source',
      '--disable-warning=ExperimentalWarning',
      program,
      JSON.stringify(task),
    ]);
    let said = '';
    sleeper.stderr.on('data', (chunk) => (said += String(chunk)));
    while (outline.faults.held.length === 0) await setTimeout(10); // the test's own time-out is the limit
    sleeper.kill('SIGSTOP');
    await scene.silence(31_000);
    expect((await rack.operations.resumeAll()).map(({ operation }) => operation.state)).toEqual(['done']);
    outline.faults.clear();
    sleeper.kill('SIGCONT');
    await once(sleeper, 'close');
    expect(said).toContain('taken over by another process');
    expect(await states(rack)).toEqual(['done']);
    expect(outline.state().keys).toHaveLength(1);
    expect(await scene.wrong()).toEqual([]);
  });
});

test.skipIf(server === null)('no secret is in any column of PostgreSQL', async () => {
  await using scene = await postgresScene();
  const { rack, database } = scene;
  const { key, secret } = await rack.keys.issue({ connection: 'vpn', name: 'alice' });
  const secrets = [secret.reveal(), ...scene.outline.state().keys.map(({ password }) => password)];
  const forms = secrets.flatMap((value) => canaryForms(value));
  await rack.keys.revoke(key.id);
  const tables = await database.query(`select tablename from pg_tables where schemaname = 'public'`);
  let rows = 0;
  for (const { tablename } of tables) {
    for (const { text } of await database.query(`select t::text as text from ${String(tablename)} t`)) {
      rows += 1;
      const bytes = Buffer.from(String(text));
      expect(forms.filter((form) => bytes.includes(form.bytes)).map(({ name }) => name)).toEqual([]);
    }
  }
  expect(rows).toBeGreaterThan(10);
});

describe.skipIf(server === null)('a connection to PostgreSQL that is cut', () => {
  test.each([
    ['the begin of an issue, before it was kept', 0, 'before'],
    ['the begin of an issue, after it was kept', 0, 'after'],
    ['the settle of an issue, before it was kept', 1, 'before'],
    ['the settle of an issue, after it was kept', 1, 'after'],
  ] as const)('in %s, shows no secret; afterwards nothing is lost, orphaned or doubled', async (_, skip, when) => {
    await using proxy = await postgresProxy(server ?? '');
    await using scene = await postgresScene(({ name }) => databaseUrl(proxy.socketFolder, name));
    const { rack, outline } = scene;
    await rack.keys.issue({ connection: 'vpn', name: 'warm' });
    proxy.cut({ statement: /^Q....commit\0/s, after: /read write/, when, skip });
    const issue = rack.keys.issue({ connection: 'vpn', name: 'alice' });
    await expect(issue).rejects.toMatchObject({ code: 'store-failed', outcome: 'unknown' });
    expect(proxy.cuts).toBe(1);
    const called = skip === 1;
    expect(outline.state().keys).toHaveLength(called ? 2 : 1);
    await rack.operations.resumeAll();
    expect(await scene.wrong()).toEqual([]);
    const written = called || when === 'after';
    expect(outline.state().keys).toHaveLength(written ? 2 : 1);
    // Whether it was kept or not, the same command gives the one key in the end.
    if (!written) await rack.keys.issue({ connection: 'vpn', name: 'alice' });
    expect((await rack.keys.find('vpn/alice')).state).toBe('active');
    expect(await scene.wrong()).toEqual([]);
  });
});

describe.skipIf(server === null)('a process on PostgreSQL killed before, within and after every journal write', () => {
  test.each(['issue', 'revoke'] as const)(
    'of %s: nothing is lost, orphaned, doubled or forgotten',
    { timeout: 600_000 },
    async (action) => {
      await using stores = await postgresStores(server ?? '');
      const { tried, wrong } = await runCell({ system: 'outline', action, fault: 'clean' }, undefined, stores);
      process.stdout.write(`killed (postgres, outline, ${action}) at: ${tried.join(', ')}\n`);
      expect(wrong).toEqual([]);
      expect(tried.length).toBeGreaterThanOrEqual(6);
    },
  );
});
