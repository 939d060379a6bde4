import { readFile, writeFile } from 'node:fs/promises';
import { openRack, previewRestore, restoreRack } from '@keyrack/runtime';
import type { BackupKey, BackupLock, Rack, RestoredRack, RestoreOptions } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { killSystems } from '../src/kill/systems.ts';
import type { KillSystem, KillSystemName } from '../src/kill/systems.ts';

// A throw-away pair, as age-keygen makes them.
const recipient = 'age1kl2c4dnctcmlmtg4l3et30mnmw9ymgqqkksy7lu0mjezxaxhvarsrgg60v';
const identity = 'AGE-SECRET-KEY-17H77HUWXVPV8Z27RVSM8LTJJNNA5XTU3F5J8YV8TRYSQK8R4AZ3QTS0T7U';
const lock: BackupLock = { kind: 'recipients', recipients: [recipient] };
const key: BackupKey = { kind: 'identity', identity: new Secret(identity) };
const server = inject('postgres');
const systems = Object.keys(killSystems) as KillSystemName[]; // its own keys
const stores = server === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

let folder: ScratchFolder;
const undo: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await scratchFolder();
  undo.push(async () => folder[Symbol.asyncDispose]());
});
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** One rack before its disaster, and where it is restored. */
interface Scene {
  readonly system: KillSystem;
  readonly rack: Rack;
  issue(name: string): Promise<string>;
  backUp(): Promise<void>;
  restore(options?: Partial<RestoreOptions>): Promise<{ readonly rack: Rack; readonly report: RestoredRack }>;
  upstream(): Promise<readonly string[]>;
}

async function storeAddress(kind: (typeof stores)[number]): Promise<string> {
  if (kind === 'sqlite') return 'sqlite';
  const database = await freshDatabase(server ?? '');
  undo.push(async () => database[Symbol.asyncDispose]());
  return database.url;
}

async function open(home: string, store: string): Promise<Rack> {
  const rack = await openRack({ environment: {}, home: folder.join(home), store });
  undo.push(() => rack.close());
  return rack;
}

async function scene(name: KillSystemName, store: (typeof stores)[number]): Promise<Scene> {
  const system = await killSystems[name].start();
  undo.push(async () => system[Symbol.asyncDispose]());
  const rack = await open('before', await storeAddress(store));
  const fields = { ...system.fields } as Record<string, string>;
  await rack.connections.add({ name: 'system', provider: name, input: { fields, text: null } });
  const file = folder.join('rack.backup');
  return {
    system,
    rack,
    async issue(keyName) {
      return (await rack.keys.issue({ connection: 'system', name: keyName, providerOptions: system.providerOptions })).key.id;
    },
    async backUp() {
      await rack.backUp({ file, lock, withMasterKey: true });
    },
    async restore(options = {}) {
      const address = await storeAddress(store);
      const report = await restoreRack({ environment: {}, home: folder.join('after'), store: address, file, key, ...options });
      return { rack: await open('after', address), report };
    },
    upstream: async () => (await system.keys()).map(({ upstreamId }) => upstreamId).toSorted(),
  };
}

async function exportTrail(rack: Rack): Promise<string> {
  const path = folder.join('audit.jsonl');
  const names = new Map((await rack.connections.list()).map(({ id, name }) => [id, name]));
  const { items } = await rack.audit.list({}, { limit: 1_000 });
  const lines = items.map(({ connectionId, atMs, ...event }) => ({
    ...event,
    at: new Date(atMs).toISOString(),
    connection: connectionId === null ? null : names.get(connectionId),
  }));
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

describe.each(stores)('a rack on %s that is restored', (store) => {
  describe.each(systems)('with keys on %s', (name) => {
    test('never makes a key valid again that was revoked after the backup', async () => {
      const { rack, issue, backUp, restore, upstream, system } = await scene(name, store);
      const [kept, revoked] = [await issue('kept'), await issue('revoked')];
      await backUp();
      await rack.keys.revoke(revoked);
      const left = await upstream();
      await rack.close();
      const { rack: after, report } = await restore();
      expect(report).toMatchObject({ generation: 2, owed: 0, masterKeyRestored: true, asidePath: null });
      for (let round = 0; round < 2; round++) {
        await after.inventory.sync();
        await after.operations.resumeAll({ includeStuck: true });
        expect(await upstream()).toEqual(left);
      }
      await expect(after.keys.rotate(revoked, { overlapMs: 0 })).rejects.toMatchObject({ code: 'refused' });
      expect((await after.keys.show(revoked)).key.drift).toBe('missing');
      expect((await after.keys.show(kept)).key).toMatchObject({ state: 'active', drift: 'none' });
      expect(await upstream()).toEqual(left);
      const reissued = await after.keys.issue({ connection: 'system', name: 'new', providerOptions: system.providerOptions });
      expect(await upstream()).toHaveLength(left.length + 1);
      expect(reissued.key.state).toBe('active');
      await after.audit.verify();
    });

    test('owes what its later trail says was revoked, also of keys that the backup does not know', async () => {
      const { rack, issue, backUp, restore, upstream, system } = await scene(name, store);
      const own = (await upstream()).length;
      const kept = await issue('kept');
      const revoked = await issue('revoked');
      await backUp();
      const later = await issue('later');
      // Accepted, and not done when the rack was lost.
      const rule = system.faults.add({ effect: { kind: 'close', when: 'before' }, times: 1_000 });
      for (const id of [revoked, later]) await rack.keys.revoke(id).catch(() => undefined);
      system.faults.remove(rule);
      expect(await upstream()).toHaveLength(own + 3);
      const trail = await exportTrail(rack);
      await rack.close();
      const { rack: after, report } = await restore({ trail });
      expect(report).toMatchObject({ owed: 2, unknown: 0, later: { missingBefore: null } });
      await after.operations.resumeAll();
      expect(await upstream()).toHaveLength(own + 1);
      for (const id of [revoked, later]) expect((await after.keys.show(id)).key.state).toBe('revoked');
      expect((await after.keys.show(kept)).key.state).toBe('active');
    });
  });
});

describe('a backup', () => {
  test('is refused by a folder with a rack in it, until that is to be replaced', async () => {
    const { rack, issue, backUp } = await scene('outline', 'sqlite');
    await issue('alice');
    await backUp();
    await issue('bob');
    await rack.close();
    const request = { environment: {}, home: folder.join('before'), store: 'sqlite', file: folder.join('rack.backup'), key };
    expect(await previewRestore(request)).toMatchObject({ keys: 1, used: { keys: 2 }, holdsMasterKey: true });
    await expect(restoreRack(request)).rejects.toMatchObject({ code: 'refused', details: { reason: 'not-empty' } });
    const restored = await restoreRack({ ...request, replace: true });
    expect(restored).toMatchObject({ asidePath: expect.stringContaining('replaced'), masterKeyRestored: false });
    const after = await open('before', 'sqlite');
    expect(await after.keys.count({})).toBe(1);
  });

  test('goes together with the audit file of the time after it, which the next life does not continue', async () => {
    const system = await killSystems.outline.start();
    undo.push(async () => system[Symbol.asyncDispose]());
    const home = folder.join('before');
    const auditFile = folder.join('audit-of-before');
    const rack = await openRack({ environment: {}, home, auditFile });
    await rack.connections.add({
      name: 'system',
      provider: 'outline',
      input: { fields: { ...system.fields } as Record<string, string>, text: null },
    });
    const { id } = (await rack.keys.issue({ connection: 'system', name: 'alice' })).key;
    const file = folder.join('rack.backup');
    await rack.backUp({ file, lock, withMasterKey: true });
    system.faults.add({ effect: { kind: 'close', when: 'before' }, times: 1_000 });
    await rack.keys.revoke(id);
    await rack.close();
    system.faults.remove(1);
    const request = { environment: {}, file, key, trail: auditFile, store: 'sqlite' } as const;
    const changed = folder.join('changed');
    await writeFile(changed, (await readFile(auditFile, 'utf8')).replace('key.revoke-begun', 'key.revoke-other'));
    for (const trail of [changed, folder.join('nowhere')])
      await expect(restoreRack({ ...request, home: folder.join('refused'), trail })).rejects.toThrow(/audit|trail/i);
    expect(await restoreRack({ ...request, home: folder.join('after') })).toMatchObject({ owed: 1 });
    const again = await openRack({ environment: {}, home: folder.join('after'), auditFile });
    undo.push(() => again.close());
    await expect(again.owners.add({ id: 'bob' })).rejects.toMatchObject({ code: 'store-failed' });
    const after = await openRack({ environment: {}, home: folder.join('after'), auditFile: folder.join('audit-of-after') });
    undo.push(() => after.close());
    await after.owners.add({ id: 'bob' });
    await after.audit.verify();
    expect(await after.verifyAuditFile()).toMatchObject({ hasUncommittedTail: false });
  });

  test('opens without its master key only where that key is', async () => {
    const { rack, issue } = await scene('outline', 'sqlite');
    const id = await issue('alice');
    const secret = await rack.keys.reveal(id, { reason: 'test' });
    const file = folder.join('rack.backup');
    const passphrase = new Secret('five random words in a row');
    const report = await rack.backUp({ file, lock: { kind: 'passphrase', passphrase } });
    expect(report).toMatchObject({ holdsMasterKey: false, keys: 1, connections: 1, rackId: rack.rackId });
    await rack.close();
    const request = {
      environment: {},
      home: folder.join('after'),
      store: 'sqlite',
      file,
      key: { kind: 'passphrase', passphrase },
    } as const;
    await expect(restoreRack(request)).rejects.toMatchObject({ code: 'master-key' });
    await expect(
      restoreRack({ ...request, key: { kind: 'passphrase', passphrase: new Secret('quite another passphrase') } }),
    ).rejects.toMatchObject({ details: { reason: 'locked' } });
    const masterKey = (await readFile(folder.join('before', 'master.key'), 'utf8')).trim();
    await restoreRack({ ...request, environment: { KEYRACK_MASTER_KEY: masterKey } });
    const after = await openRack({ environment: { KEYRACK_MASTER_KEY: masterKey }, home: folder.join('after') });
    undo.push(() => after.close());
    await after.inventory.syncOwed();
    expect((await after.keys.reveal(id, { reason: 'test' })).reveal()).toBe(secret.reveal());
  });
});
