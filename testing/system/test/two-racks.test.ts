import { RefusedError } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { killSystems } from '../src/kill/systems.ts';
import type { KillSystem, KillSystemName } from '../src/kill/systems.ts';

const systems = Object.keys(killSystems) as KillSystemName[]; // its own keys
const marking = ['litellm', 'authpi'] as const;
const notMarking = ['outline', 'vergeos'] as const;

/** Racks that know nothing of each other, on one system. */
interface Scene extends AsyncDisposable {
  readonly system: KillSystem;
  readonly racks: readonly [Rack, Rack, Rack];
}

async function scene(name: KillSystemName): Promise<Scene> {
  const system = await killSystems[name].start();
  const folder = await scratchFolder();
  const open = async (home: string): Promise<Rack> => {
    const rack = await openRack({ environment: {}, home: folder.join(home) });
    const fields = { ...system.fields } as Record<string, string>;
    await rack.connections.add({ name: 'system', provider: name, input: { fields, text: null } });
    return rack;
  };
  const racks = [await open('first'), await open('second'), await open('third')] as const;
  return {
    system,
    racks,
    async [Symbol.asyncDispose]() {
      for (const rack of racks) await rack.close();
      await system[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const issue = (rack: Rack, name: string, { providerOptions }: KillSystem) =>
  rack.keys.issue({ connection: 'system', name, providerOptions });
/** What a rack calls a key of the system. */
const idIn = async (rack: Rack, upstreamName: string): Promise<string> => (await rack.keys.find(`system/${upstreamName}`)).id;
const upstreamIds = async ({ system }: Scene): Promise<readonly string[]> => (await system.keys()).map(({ upstreamId }) => upstreamId);

/** Every verb that would change a key. */
const attempts: Readonly<Record<string, (rack: Rack, id: string) => Promise<unknown>>> = {
  revoke: (rack, id) => rack.keys.revoke(id),
  suspend: (rack, id) => rack.keys.suspend(id),
  resume: (rack, id) => rack.keys.resume(id),
  rotate: (rack, id) => rack.keys.rotate(id, { overlapMs: 0 }),
  change: (rack, id) => rack.keys.change(id, { name: 'mine' }),
  adopt: (rack, id) => rack.keys.adopt(id),
};

/** The verbs that are refused before anything happens; with an owner, those that name the rack whose key it is. */
async function refused(rack: Rack, id: string, owner?: Rack): Promise<readonly string[]> {
  const verbs: string[] = [];
  for (const [verb, attempt] of Object.entries(attempts)) {
    const error: unknown = await attempt(rack, id).catch((caught: unknown) => caught);
    const isRefused = RefusedError.isInstance(error) && error.outcome === 'not-applied';
    if (isRefused && (owner === undefined || error.details['rackId'] === owner.rackId)) verbs.push(verb);
  }
  return verbs;
}

describe.each(systems)('two racks on one %s', (name) => {
  test('leave the keys of each other alone: every verb is refused, and the system hears of none', async () => {
    await using there = await scene(name);
    const { system, racks } = there;
    const [first, second] = racks;
    const ours = await issue(first, 'alice', system);
    const theirs = await issue(second, 'alice', system);
    for (const rack of [first, second]) await rack.inventory.sync();
    const before = await system.keys();
    for (const [rack, owner, key] of [
      [first, second, theirs],
      [second, first, ours],
    ] as const) {
      const id = await idIn(rack, key.version.upstreamName);
      expect(await refused(rack, id)).toEqual(Object.keys(attempts));
      expect(await refused(rack, id, owner)).toEqual(['revoke', 'suspend', 'resume', 'adopt']);
    }
    expect(await system.keys()).toEqual(before);
  });

  test('take none of them for keys that were forgotten, missing or changed, whatever the other one does', async () => {
    await using there = await scene(name);
    const { system, racks } = there;
    const [first, second] = racks;
    const ours = await issue(first, 'alice', system);
    const theirs = await issue(second, 'alice', system);
    const gone = await issue(second, 'bob', system);
    const rotated = await issue(second, 'carol', system);
    for (const rack of [first, second]) await rack.inventory.sync();
    await second.keys.revoke(gone.key.id);
    await second.keys.rotate(rotated.key.id, { overlapMs: 0 });
    await second.keys.confirmDelivered(rotated.key.id);
    await first.keys.revoke(ours.key.id);
    for (const rack of [first, second, first]) {
      const [synced] = await rack.inventory.sync();
      expect(synced).toMatchObject({ kind: 'synced', report: { unrecorded: 0, changed: 0, reappeared: 0 } });
      expect(await rack.operations.resumeAll()).toEqual([]);
    }
    expect(await upstreamIds(there)).toContain(theirs.version.upstreamId);
    expect(await upstreamIds(there)).not.toContain(ours.version.upstreamId);
    const living = await second.keys.list({ origins: ['issued'], states: ['active'] });
    const versions = living.items.map(({ key, currentVersion }) => [key.name, currentVersion?.number]);
    expect(Object.fromEntries(versions)).toEqual({ alice: 1, carol: 2 });
  });
});

describe.each(marking)('a key of %s that a rack has adopted', (name) => {
  test('is refused by every other rack, by its marker, whatever the verb', async () => {
    await using there = await scene(name);
    const [made, first, second] = there.racks;
    const { upstreamName } = (await issue(made, 'alice', there.system)).version;
    for (const rack of [first, second]) await rack.inventory.sync();
    await first.keys.adopt(await idIn(first, upstreamName), { fromRackId: made.rackId });
    const id = await idIn(second, upstreamName);
    // Its name still carries the marker of the rack that is gone; the one beside the name is the newer.
    const adopted = second.keys.adopt(id, { fromRackId: made.rackId });
    await expect(adopted).rejects.toMatchObject({ code: 'refused', details: { rackId: first.rackId } });
    await second.inventory.sync();
    expect(await refused(second, id)).toEqual(Object.keys(attempts));
    await expect(second.keys.revoke(id)).rejects.toMatchObject({ details: { rackId: first.rackId } });
    expect((await there.system.keys()).filter((key) => key.upstreamName === upstreamName)).toMatchObject([{ suspended: false }]);
  });
});

describe.each(notMarking)('a key of %s that a rack has adopted', (name) => {
  /** A key that a rack made which is no more: for the others its name is a foreign one. */
  async function adoptedByFirst(there: Scene): Promise<{ readonly upstreamName: string; readonly keyId: string }> {
    const [made, first, second] = there.racks;
    const { upstreamName } = (await issue(made, 'alice', there.system)).version;
    for (const rack of [first, second]) await rack.inventory.sync();
    const { key } = await first.keys.adopt(await idIn(first, upstreamName), { fromRackId: made.rackId, name: 'alice' });
    return { upstreamName, keyId: key.id };
  }

  test('keeps its name, and so can be adopted by another rack too', async () => {
    await using there = await scene(name);
    const [made, , second] = there.racks;
    const { upstreamName } = await adoptedByFirst(there);
    expect((await there.system.keys()).map((key) => key.upstreamName)).toContain(upstreamName);
    await second.inventory.sync();
    const { key } = await second.keys.adopt(await idIn(second, upstreamName), { fromRackId: made.rackId, name: 'alice' });
    expect(key.origin).toBe('adopted');
  });

  test('that the other one has adopted too and then revokes is missing at the next sync, and never taken for our doing', async () => {
    await using there = await scene(name);
    const [made, first, second] = there.racks;
    const { upstreamName, keyId } = await adoptedByFirst(there);
    const id = await idIn(second, upstreamName);
    await second.keys.adopt(id, { fromRackId: made.rackId, name: 'alice' });
    await second.keys.revoke(id);
    const [synced] = await first.inventory.sync();
    expect(synced).toMatchObject({ kind: 'synced', report: { missing: 1 } });
    expect((await first.keys.show(keyId)).key).toMatchObject({ state: 'active', drift: 'missing' });
  });

  test('is marked by its first rotation: from then on every other rack refuses it', async () => {
    await using there = await scene(name);
    const [, first, second] = there.racks;
    const { keyId } = await adoptedByFirst(there);
    const { version } = await first.keys.rotate(keyId, { overlapMs: 0 });
    await first.keys.confirmDelivered(keyId);
    await second.inventory.sync();
    const id = await idIn(second, version.upstreamName);
    expect(await refused(second, id)).toEqual(Object.keys(attempts));
    await expect(second.keys.adopt(id)).rejects.toMatchObject({ details: { rackId: first.rackId } });
    expect(await upstreamIds(there)).toContain(version.upstreamId);
  });
});
