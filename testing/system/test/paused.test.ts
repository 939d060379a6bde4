import type { Store } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { describe, expect, inject, test } from 'vitest';
import { compareLedgers } from '../src/kill/ledger.ts';
import { killSystems } from '../src/kill/systems.ts';
import type { KillSystem, KillSystemName } from '../src/kill/systems.ts';
import type { PausedTask } from '../src/paused-process.ts';
import { startProgram, until } from '../src/several-processes.ts';
import type { ChildProgram } from '../src/several-processes.ts';

const server = inject('postgres');
/** In production it is thirty seconds; here everybody agrees on less. */
const heartbeatTimes = { deadAfterMs: 2_000, beatEveryMs: 200 };
/** What each action reads between the write that announces its call, and the call. */
const reads: Readonly<Record<PausedTask['action'], number>> = { issue: 2, rotate: 2, change: 2, revoke: 1, suspend: 1 };
/** Each scene starts up to six processes. */
const timeout = 180_000;
const systems = (Object.keys(killSystems) as KillSystemName[]).map((name) => ({ name })); // its own keys

interface Scene extends AsyncDisposable {
  readonly rack: Rack;
  readonly system: KillSystem;
  /** Starts a process that stops itself before its call, and resolves when it has. */
  paused(action: PausedTask['action']): Promise<ChildProgram>;
  /** Starts a worker that takes over from the dead. */
  worker(): ChildProgram;
  issue(name: string): Promise<string>;
  stateOf(name: string): Promise<string>;
  /** What is wrong between the store and the system. */
  wrong(): Promise<readonly string[]>;
}

async function openScene(name: KillSystemName): Promise<Scene> {
  const database = await freshDatabase(server ?? '');
  await database.pretendLongRunning();
  const folder = await scratchFolder();
  const system = await killSystems[name].start();
  const opened: Store[] = [];
  const place = { home: folder.path, store: database.url, heartbeatTimes };
  const rack = await openRack({ environment: {}, ...place, wrapStore: (store) => (opened.push(store), store) });
  const fields = { ...system.fields } as Record<string, string>; // the systems of the kill test have no others
  await rack.connections.add({ name: 'system', provider: name, input: { fields, text: null } });
  const providerOptions = system.providerOptions as Record<string, string>;
  return {
    rack,
    system,
    async paused(action) {
      const child = startProgram('paused-process.ts', {
        ...place,
        connection: 'system',
        action,
        name: action,
        providerOptions,
        reads: reads[action],
      });
      await until(() => child.lines.length > 0 || child.errors() !== '');
      expect([child.lines, child.errors()]).toEqual([[{ kind: 'stopping' }], '']);
      return child;
    },
    worker: () => startProgram('worker-process.ts', { ...place, pollMs: 200 }),
    issue: async (keyName) => (await rack.keys.issue({ connection: 'system', name: keyName, providerOptions })).key.id,
    stateOf: async (keyName) => (await rack.keys.list()).items.find(({ key }) => key.name === keyName)?.key.state ?? 'none',
    async wrong() {
      const [store] = opened;
      if (!store) throw new Error('the store was not opened');
      const { living: _living, ...found } = await compareLedgers({ store, rackId: rack.rackId }, await system.keys());
      return Object.entries(found).flatMap(([what, which]) => which.map((key) => `${what}: ${key}`));
    },
    async [Symbol.asyncDispose]() {
      await rack.close();
      await system[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Lets a paused process go on to its end, and gives what it said there. */
async function wake(child: ChildProgram): Promise<unknown> {
  child.process.kill('SIGCONT');
  await child.ended;
  return child.lines.at(-1);
}

const unfinished = async ({ rack }: Scene): Promise<readonly string[]> =>
  (await rack.operations.list({ states: ['running', 'waiting', 'stuck'] })).items
    .filter(({ parameters }) => parameters['successorMade'] !== true)
    .map(({ kind }) => kind);

describe.skipIf(server === null).each(systems)('processes on $name that are paused before their call, and declared dead', ({ name }) => {
  const cannot: readonly string[] = killSystems[name].cannot;
  const actions = (['issue', 'rotate', 'revoke', 'suspend', 'change'] as const).filter((action) => !cannot.includes(action));

  test('settle nothing when they wake up: another one has done it, and their call changes nothing', { timeout }, async () => {
    await using scene = await openScene(name);
    for (const action of actions.filter((each) => each !== 'issue')) await scene.issue(action);
    const sleepers = await Promise.all(actions.map((action) => scene.paused(action)));
    expect(await unfinished(scene)).toHaveLength(actions.length);
    await using worker = scene.worker();
    await until(async () => (await unfinished(scene)).length === 0);
    worker.process.kill('SIGTERM');
    await worker.ended;
    const upstream = await scene.system.keys();
    const before = (await scene.rack.audit.list({}, { limit: 500 })).items.length;
    for (const sleeper of sleepers) expect(await wake(sleeper)).toMatchObject({ kind: 'failed' });
    const after = (await scene.rack.audit.list({}, { limit: 500 })).items;
    expect(after.slice(before).map(({ type }) => type)).toEqual([]);
    expect(await scene.system.keys()).toEqual(upstream);
    // The rotation waits for somebody to take its secret.
    await scene.rack.keys.confirmDelivered((await scene.rack.keys.find('system/rotate')).id);
    expect(await unfinished(scene)).toEqual([]);
    expect(await scene.wrong()).toEqual([]);
    const states = await Promise.all(['issue', 'rotate', 'revoke', 'suspend', 'change-new'].map(scene.stateOf));
    expect(states).toEqual(['active', 'active', 'revoked', cannot.includes('suspend') ? 'none' : 'suspended', 'active']);
  });

  test('whose create lands after the key was revoked bring it back for no longer than to the next sync', { timeout }, async () => {
    await using scene = await openScene(name);
    const sleeper = await scene.paused('issue');
    await using worker = scene.worker();
    await until(async () => (await scene.stateOf('issue')) === 'active');
    worker.process.kill('SIGTERM');
    await worker.ended;
    await scene.rack.keys.revoke((await scene.rack.keys.find('system/issue')).id);
    expect(await wake(sleeper)).toMatchObject({ kind: 'failed' });
    await scene.rack.inventory.sync();
    await scene.rack.operations.resumeAll();
    expect(await unfinished(scene)).toEqual([]);
    expect(await scene.wrong()).toEqual([]);
  });
});
