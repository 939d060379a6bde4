import { setTimeout } from 'node:timers/promises';
import { readMarker } from '@keyrack/contracts';
import type { AccessKey, Clock, Store } from '@keyrack/contracts';
import { openPostgresStore, parsePostgresAddress } from '@keyrack/store-sql';
import { scratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { compareLedgers } from '../kill/ledger.ts';
import { killFaults, killSystems } from '../kill/systems.ts';
import type { ForeignKey, KillSystem, KillSystemName } from '../kill/systems.ts';
import { startWorker } from './worker.ts';
import type { Worker } from './worker.ts';

/** How many processes work on the rack. */
export const workerCount = 3;
/** The systems that they work on, each as a connection of its own name. */
export const systemNames = Object.keys(killSystems) as readonly KillSystemName[]; // its own keys

const changing = ['PUT', 'POST', 'PATCH', 'DELETE'];
/** Longer than a process is silent before it is taken for dead. */
const silenceMs = 31_000;
/** Longer than any pause before an operation is tried again, and than a request may be under way. */
const longWaitMs = 11 * 60_000;
/** A released call goes on in the emulator's next turn. */
const landingMs = 50;
const mostRounds = 12;

/** Three workers on one database, four systems, and everything that can go wrong between them. */
export interface World extends AsyncDisposable {
  worker(index: number): Worker;
  /** Starts a worker anew, as after a crash. */
  restart(index: number): Promise<void>;
  /** Lets a worker be silent for so long that others take it for dead. */
  silence(index: number): Promise<void>;
  passTime(durationMs: number): void;
  /** The next changing calls to a system meet a fault, by its name in `killFaults`. */
  breakCalls(system: KillSystemName, fault: string, times: number): void;
  /** Lets requests that were late land. Gives their number. */
  release(): Promise<number>;
  /** Whether a request to this system was ever late: then what it shows may be older than what was asked last. */
  hadLateCalls(system: KillSystemName): boolean;
  /** The valid credentials in a system that were made for one of these names by this rack. */
  upstream(system: KillSystemName, names: readonly string[]): Promise<readonly ForeignKey[]>;
  /** The record of the key that has one of these names, ended or not. */
  recorded(names: readonly string[]): Promise<AccessKey | null>;
  /** Heals everything, lets recovery do what it can, and says what is wrong then between the store and the systems. */
  settle(): Promise<readonly string[]>;
}

/** @param socketFolder - of the PostgreSQL. */
export async function makeWorld(socketFolder: string): Promise<World> {
  const made = new AsyncDisposableStack();
  try {
    return await build(socketFolder, made);
  } catch (error) {
    await made.disposeAsync();
    throw error;
  }
}

/** @param made - takes everything that has to be closed at the end, in the order of its making. */
async function build(socketFolder: string, made: AsyncDisposableStack): Promise<World> {
  const folder = made.use(await scratchFolder());
  const database = made.use(await freshDatabase(socketFolder));
  await database.pretendLongRunning();
  const systems = new Map<KillSystemName, KillSystem>();
  await Promise.all(systemNames.map(async (name) => systems.set(name, made.use(await killSystems[name].start()))));
  const time = { aheadMs: 0 };
  const clock: Clock = {
    nowMs: () => Date.now() + time.aheadMs,
    sleep: (durationMs, options) => setTimeout(durationMs, undefined, options?.signal ? { signal: options.signal } : {}),
  };
  const holders = async (): Promise<readonly string[]> => (await database.query('select id from holder')).map(({ id }) => String(id));
  const start = async (): Promise<Worker> => {
    return made.use(await startWorker({ home: folder.path, store: database.url, clock, holders }));
  };
  const workers: Worker[] = [];
  while (workers.length < workerCount) workers.push(await start());
  const store: Store = await openPostgresStore({ address: parsePostgresAddress(database.url), clock });
  made.defer(() => store.close());
  for (const [name, { fields }] of systems) {
    const input = { fields: { ...fields } as Record<string, string>, text: null }; // the fields of these four are texts
    await workerAt(0).rack.connections.add({ name, provider: name, input });
  }
  const { rackId } = workerAt(0).rack;
  const rules: { readonly system: KillSystem; readonly id: number }[] = [];
  const late = new Set<KillSystemName>();

  const world: World = {
    worker: workerAt,
    async restart(index) {
      workers[index] = await start();
    },
    async silence(index) {
      await declareDead(workerAt(index).holder);
    },
    passTime(durationMs) {
      time.aheadMs += durationMs;
    },
    breakCalls(name, fault, times) {
      const system = systemAt(name);
      const effect = killFaults[fault];
      if (!effect) throw new Error(`there is no fault "${fault}"`);
      if (effect.kind === 'hold') late.add(name);
      for (const method of changing) rules.push({ system, id: system.faults.add({ method, times, effect }) });
    },
    async release() {
      const released = [...systems.values()].reduce((sum, { faults }) => sum + faults.release(), 0);
      if (released > 0) await setTimeout(landingMs);
      return released;
    },
    hadLateCalls: (name) => late.has(name),
    async upstream(name, names) {
      const keys = await systemAt(name).keys();
      return keys.filter(({ upstreamName }) => {
        const marker = readMarker(upstreamName);
        return marker?.rackId === rackId && names.includes(marker.name);
      });
    },
    async recorded(names) {
      const { items } = await store.read(({ keys }) => keys.list({ origins: ['issued'] }, { limit: 1_000 }));
      return items.find(({ key }) => names.includes(key.name))?.key ?? null;
    },
    async settle() {
      for (const { system, id } of rules.splice(0)) system.faults.remove(id);
      for (const index of workers.keys()) if (workerAt(index).isDead) await world.restart(index);
      for (let round = 0; round < mostRounds; round += 1) if (await recover(workerAt(round % workerCount))) break;
      const { living: _living, ...wrong } = await compareLedgers({ store, rackId }, await everyKey());
      await workerAt(0).rack.audit.verify();
      return [...Object.entries(wrong).flatMap(([what, which]) => which.map((key) => `${what}: ${key}`)), ...(await settledTwice(store))];
    },
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
  return world;

  function workerAt(index: number): Worker {
    const worker = workers[index];
    if (!worker) throw new Error(`there is no worker ${index}`);
    return worker;
  }

  function systemAt(name: KillSystemName): KillSystem {
    const system = systems.get(name);
    if (!system) throw new Error(`there is no system ${name}`);
    return system;
  }

  async function declareDead(holder: string): Promise<void> {
    await database.query('update holder set heartbeat_at_ms = heartbeat_at_ms - $1 where id = $2', [silenceMs, holder]);
  }

  async function everyKey(): Promise<readonly ForeignKey[]> {
    return (await Promise.all([...systems.values()].map(async ({ keys }) => keys()))).flat();
  }

  /** What people and schedulers do after a disaster; true when nothing is left to do. */
  async function recover({ rack }: Worker): Promise<boolean> {
    const living = new Set(workers.map(({ holder }) => holder));
    for (const holder of await holders()) if (!living.has(holder)) await declareDead(holder);
    await rack.operations.resumeAll({ includeStuck: true });
    const { items: waiting } = await rack.operations.list({ states: ['waiting'] });
    for (const { kind, keyId } of waiting) if (kind === 'rotate') await rack.keys.confirmDelivered(keyId);
    time.aheadMs += longWaitMs;
    const released = await world.release();
    const synced = await rack.inventory.sync();
    const reappeared = synced.some((result) => result.kind === 'failed' || result.report.reappeared > 0);
    const unfinished = await rack.operations.list({ states: ['running', 'waiting', 'stuck'] });
    return released === 0 && !reappeared && unfinished.items.length === 0;
  }
}

/** How operations end in the audit trail; each does once. */
const endings = ['key.issued', 'key.rotated', 'key.suspended', 'key.resumed', 'key.changed', 'key.revoked'];

/** Operations that two workers have ended. */
async function settledTwice(store: Store): Promise<readonly string[]> {
  const { items } = await store.read(({ audit }) => audit.list({}, { limit: 1_000 }));
  const ended = items.filter(({ type }) => endings.includes(type)).map(({ type, operationId }) => `${type} by ${operationId}`);
  return ended.filter((text, index) => ended.indexOf(text) !== index).map((text) => `settled twice: ${text}`);
}
