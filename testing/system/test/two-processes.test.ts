import type { Operation, Store } from '@keyrack/contracts';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { OutlineClient } from '@keyrack/outline';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder, SeededRandom } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runKeyrack } from '../src/keyrack-program.ts';
import type { ProgramRun } from '../src/keyrack-program.ts';
import { compareLedgers } from '../src/kill/ledger.ts';

const seed = process.env['KEYRACK_RACE_SEED'] ?? String(Math.floor(Date.now() / 86_400_000));
const rounds = Number(process.env['KEYRACK_RACE_ROUNDS'] ?? 1);
/** How slow the system is: what is quick is raced for at the begin, what is slow is met while the other one works on it. */
const latenciesMs = [0, 30, 250];
/** How much later the second process is started, at most. */
const longestLeadMs = 120;

const server = inject('postgres');
process.stdout.write(`two processes at once were timed with KEYRACK_RACE_SEED=${seed}, KEYRACK_RACE_ROUNDS=${rounds}\n`);

/** A rack on one store, connected to an Outline emulator as `vpn`, with everything that two programs need to work on it. */
interface Scene {
  readonly rack: Rack;
  readonly outline: OutlineEmulator;
  /** Runs two command lines at once, the second a little later; the seed decides how much, and how slow the system is. */
  race(name: string, first: string, second: string): Promise<readonly [ProgramRun, ProgramRun]>;
  wrong(): Promise<readonly string[]>;
  close(): Promise<void>;
}

async function openScene(storeUrl: string | null, release: () => Promise<void>): Promise<Scene> {
  const folder = await scratchFolder();
  const outline = await startOutlineEmulator();
  const stored = storeUrl === null ? {} : { KEYRACK_STORE: storeUrl };
  const opened: Store[] = [];
  const rack = await openRack({ environment: stored, home: folder.path, wrapStore: (store) => (opened.push(store), store) });
  const { url, certSha256 } = outline.readyLine;
  await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
  const run = (words: string): Promise<ProgramRun> =>
    runKeyrack(words.split(' '), { environment: { KEYRACK_HOME: folder.path, ...stored } });
  return {
    rack,
    outline,
    async race(name, first, second) {
      const random = new SeededRandom(`${seed}/${name}`);
      outline.latencyMs = latenciesMs[random.below(latenciesMs.length)] ?? 0;
      const late = setTimeout(random.below(longestLeadMs)).then(() => run(second));
      const runs = [await run(first), await late] as const;
      outline.latencyMs = 0;
      for (const { errors } of runs) expect(errors).not.toMatch(/changed by another process just now|way it does not know|epoch/);
      return runs;
    },
    async wrong() {
      const upstream = outline.state().keys.map((key) => ({ upstreamId: key.id, upstreamName: key.name }));
      const store = opened[0];
      if (!store) throw new Error('the store was not opened');
      const { living: _living, ...found } = await compareLedgers({ store, rackId: rack.rackId }, upstream);
      return Object.entries(found).flatMap(([what, which]) => which.map((key) => `${what}: ${key}`));
    },
    async close() {
      await rack.close();
      await outline.close();
      await release();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const codes = (runs: readonly ProgramRun[]): readonly number[] => runs.map(({ exitCode }) => exitCode ?? -1);
const sortedCodes = (runs: readonly ProgramRun[]): readonly number[] => codes(runs).toSorted((a, b) => a - b);

/** What the second one may say whose wish was fulfilled before it was heard. */
const isActive = { exitCode: 4, errors: expect.stringContaining('is active, not suspended') };
const isOurs = { exitCode: 4, errors: expect.stringContaining('adopted already') };

const stores = [
  { kind: 'SQLite', open: () => openScene(null, async () => undefined), absent: false },
  {
    kind: 'PostgreSQL',
    absent: server === null,
    async open() {
      const database = await freshDatabase(server ?? '');
      return openScene(database.url, async () => database[Symbol.asyncDispose]());
    },
  },
];

describe.each(stores.filter(({ absent }) => !absent))('two programs that at once, on $kind,', ({ open }) => {
  let scene: Scene;
  beforeAll(async () => void (scene = await open()));
  afterAll(() => scene.close());

  const issued = async (name: string): Promise<string> => (await scene.rack.keys.issue({ connection: 'vpn', name })).key.id;
  const operations = async (keyId: string, kind: Operation['kind']): Promise<readonly Operation[]> =>
    (await scene.rack.operations.list({ keyId, kinds: [kind] })).items;
  const stateOf = async (keyId: string): Promise<string> => (await scene.rack.keys.show(keyId)).key.state;
  const upstream = (name: string): number => scene.outline.state().keys.filter((key) => key.name.startsWith(`${name}-kr`)).length;

  describe.each(Array.from({ length: rounds }, (_, round) => round))('round %i', (round) => {
    test('revoke one key both succeed, by one revocation', async () => {
      const name = `revoke-${round}`;
      const id = await issued(name);
      const command = `revoke ${id} --yes`;
      expect(codes(await scene.race(name, command, command))).toEqual([0, 0]);
      expect({ state: await stateOf(id), upstream: upstream(name) }).toEqual({ state: 'revoked', upstream: 0 });
      expect(await operations(id, 'revoke')).toHaveLength(1);
      expect(await scene.wrong()).toEqual([]);
    });

    test('suspend one key for two reasons both succeed and keep both', async () => {
      const name = `suspend-${round}`;
      const id = await issued(name);
      const runs = await scene.race(name, `suspend ${id} --reason holiday`, `suspend ${id} --reason compromised`);
      expect(codes(runs)).toEqual([0, 0]);
      const { key } = await scene.rack.keys.show(id);
      expect(new Set(key.suspensionReasons)).toEqual(new Set(['compromised', 'holiday']));
      expect(await scene.wrong()).toEqual([]);
    });

    test('resume one key leave it active; the second says at most that it is', async () => {
      const name = `resume-${round}`;
      const id = await issued(name);
      await scene.rack.keys.suspend(id);
      const runs = await scene.race(name, `resume ${id}`, `resume ${id}`);
      expect(codes(runs)).toContain(0);
      for (const { exitCode, errors } of runs) if (exitCode !== 0) expect({ exitCode, errors }).toEqual(isActive);
      expect(await stateOf(id)).toBe('active');
    });

    test('change two things of one key both succeed and keep both', async () => {
      const name = `change-${round}`;
      const id = await issued(name);
      const runs = await scene.race(name, `change ${id} --owner bob --data-limit 5GB`, `change ${id} --purpose ci --name ${name}-new`);
      expect(codes(runs)).toEqual([0, 0]);
      const { key } = await scene.rack.keys.show(id);
      expect(key).toMatchObject({ ownerId: 'bob', purpose: 'ci', name: `${name}-new`, limits: { dataLimitBytes: 5e9 } });
      expect(await scene.wrong()).toEqual([]);
    });

    test('rotate one key make one successor; the other is refused with the id of the first', async () => {
      const name = `rotate-${round}`;
      const id = await issued(name);
      const command = `rotate ${id} --overlap 1h`;
      const runs = await scene.race(name, command, command);
      expect(sortedCodes(runs)).toEqual([0, 1]);
      const [rotation, ...others] = await operations(id, 'rotate');
      expect(others).toEqual([]);
      expect(runs.find(({ exitCode }) => exitCode === 1)?.errors).toContain(`rotate ${rotation?.id ?? '?'}`);
      expect(upstream(name)).toBe(2);
      await scene.rack.operations.abort(rotation?.id ?? '', { reason: 'next round' });
      expect(await scene.wrong()).toEqual([]);
    });

    test('rotate and revoke one key leave it revoked, and whoever was shown a secret in vain is told', async () => {
      const name = `rotate-revoke-${round}`;
      const id = await issued(name);
      const [rotate, revoke] = await scene.race(name, `rotate ${id} --overlap 1h`, `revoke ${id} --yes`);
      expect(revoke.exitCode).toBe(0);
      // Before: refused as revoked. Within: told that it is ended. After: made and delivered, then ended with its key.
      expect([0, 1, 3, 4]).toContain(rotate.exitCode);
      if (rotate.exitCode !== 0) expect(rotate.errors).toMatch(/revoked|revoke op_/);
      expect({ state: await stateOf(id), upstream: upstream(name) }).toEqual({ state: 'revoked', upstream: 0 });
      expect(await scene.wrong()).toEqual([]);
    });

    test('suspend and revoke one key leave it revoked', async () => {
      const name = `suspend-revoke-${round}`;
      const id = await issued(name);
      const [suspend, revoke] = await scene.race(name, `suspend ${id}`, `revoke ${id} --yes`);
      expect(revoke.exitCode).toBe(0);
      expect([0, 4]).toContain(suspend.exitCode);
      expect({ state: await stateOf(id), upstream: upstream(name) }).toEqual({ state: 'revoked', upstream: 0 });
      expect(await scene.wrong()).toEqual([]);
    });

    test('issue a key of one name make one; the other is told whose the name is', async () => {
      const name = `issue-${round}`;
      const command = `issue vpn --name ${name}`;
      const runs = await scene.race(name, command, command);
      expect(sortedCodes(runs)).toEqual([0, 1]);
      expect(runs.find(({ exitCode }) => exitCode === 1)?.errors).toMatch(
        /living key named "[\w-]+" already|is taken by another living key/,
      );
      expect(runs.filter(({ output }) => output !== '')).toHaveLength(1);
      expect(upstream(name)).toBe(1);
      expect(await scene.wrong()).toEqual([]);
    });

    test('adopt one foreign key make it ours once', async () => {
      const name = `adopt-${round}`;
      const { url: apiUrl, certSha256 } = scene.outline.readyLine;
      await using client = new OutlineClient({ apiUrl, certSha256 });
      await client.accessKeys.create({ name });
      await scene.rack.inventory.sync();
      const { id } = await scene.rack.keys.find(`vpn/${name}`);
      const runs = await scene.race(name, `adopt ${id} --owner alice`, `adopt ${id} --owner alice`);
      expect(codes(runs)).toContain(0);
      for (const { exitCode, errors } of runs) if (exitCode !== 0) expect({ exitCode, errors }).toEqual(isOurs);
      expect((await scene.rack.keys.show(id)).key.origin).toBe('adopted');
      expect((await operations(id, 'adopt')).filter(({ state }) => state === 'done')).toHaveLength(1);
    });

    test('read the system and revoke a key both succeed', async () => {
      const name = `sync-${round}`;
      const id = await issued(name);
      expect(codes(await scene.race(name, 'sync', `revoke ${id} --yes`))).toEqual([0, 0]);
      expect(await stateOf(id)).toBe('revoked');
      expect(await scene.wrong()).toEqual([]);
    });
  });
});
