/**
 * Issue over four systems with one and with four workers, each a process, on one rack; then the end of all those keys:
 *
 *     node --conditions=@keyrack/source bench/src/workers.ts [--postgres] [keys...]     default: 1000
 *
 * Every begin and settle is on the disk, on PostgreSQL with a server of its own that waits for it, as one in production does.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRack } from '@keyrack/runtime';
import { freshDatabase, startPostgresServer } from '@keyrack/testing-postgres';
import { startEmulatorProcessOf } from './emulator-process.ts';

const systems = ['outline', 'litellm', 'authpi', 'vergeos'] as const;
const workerCounts = [1, 4];

/** What a worker is started with. */
interface Task {
  readonly home: string;
  readonly store: string;
  readonly act: 'issue' | 'revoke';
  /** Its keys are those whose number leaves `rest` when divided by `of`. */
  readonly rest: number;
  readonly of: number;
  readonly keys: number;
  readonly prefix: string;
}

const [, , word, given] = process.argv;
if (word === 'work' && process.send && given !== undefined) await work(JSON.parse(given) as Task); // as started below
else await measureAll(process.argv.slice(2));

async function measureAll(words: readonly string[]): Promise<void> {
  const keys = Number(words.find((text) => /^\d+$/.test(text)) ?? 1_000);
  const onPostgres = words.includes('--postgres');
  await using server = onPostgres ? await startPostgresServer(['fsync=on', 'full_page_writes=on', 'synchronous_commit=on']) : null;
  await using database = server && (await freshDatabase(server.socketFolder));
  const home = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
  const store = database?.url ?? 'sqlite';
  console.log(`${keys.toLocaleString('en')} keys over ${systems.length} systems on ${onPostgres ? 'PostgreSQL' : 'SQLite'}`);
  const emulators = await Promise.all(systems.map((system) => startEmulatorProcessOf(system, 0)));
  try {
    const rack = await openRack({ environment: {}, home, store });
    for (const [index, system] of systems.entries()) {
      const fields = Object.fromEntries(Object.entries(emulators[index]?.readyLine ?? {}).filter(([name]) => name !== 'system'));
      // A request budget of an hour is not what is measured.
      await rack.connections.add({
        name: system,
        provider: system,
        input: { fields, text: null },
        workLimits: { maxRequestsPerHour: null },
      });
    }
    await rack.close();
    for (const workers of workerCounts) {
      for (const act of ['issue', 'revoke'] as const) await measure({ home, store, act, keys, of: workers, prefix: `w${workers}-` });
    }
  } finally {
    for (const emulator of emulators) emulator[Symbol.dispose]();
    rmSync(home, { recursive: true });
  }
}

/** From the instant at which all workers are ready to the end of the last one. */
async function measure(task: Omit<Task, 'rest'>): Promise<void> {
  const execArgv = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning'];
  const workers = Array.from({ length: task.of }, (_, rest) =>
    fork(fileURLToPath(import.meta.url), ['work', JSON.stringify({ ...task, rest })], { execArgv }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const ended = workers.map((worker) => once(worker, 'exit'));
  const startMs = performance.now();
  for (const worker of workers) worker.send('go');
  const codes = (await Promise.all(ended)).map(([code]) => code as number | null);
  const seconds = (performance.now() - startMs) / 1_000;
  if (codes.some((code) => code !== 0)) throw new Error(`a worker failed: ${codes.join(', ')}`);
  const rate = (task.keys / seconds).toFixed(0);
  console.log(
    `  ${task.act.padEnd(7)} ${task.of} worker${task.of > 1 ? 's' : ' '} ${seconds.toFixed(1).padStart(7)} s ${rate.padStart(6)} keys/s`,
  );
}

async function work({ home, store, act, keys, of, rest, prefix }: Task): Promise<void> {
  await using rack = await openRack({ environment: {}, home, store });
  await rack.providerKinds();
  const go = once(process, 'message');
  process.send?.('ready');
  await go;
  for (let index = rest; index < keys; index += of) {
    // Each worker takes the systems in turn, however many workers there are.
    const connection = systems[Math.floor(index / of) % systems.length] ?? 'outline';
    const name = `${prefix}${index}`;
    if (act === 'issue') await rack.keys.issue({ connection, name });
    else await end(`${connection}/${name}`);
  }
  process.disconnect();

  async function end(name: string): Promise<void> {
    const { operation } = await rack.keys.revoke((await rack.keys.find(name)).id);
    if (operation?.state !== 'done') throw new Error(`${name} was not revoked: ${operation?.reason ?? 'nothing was done'}`);
  }
}
