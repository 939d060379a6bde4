import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { killSystems } from '../src/kill/systems.ts';
import type { KillSystem, KillSystemName } from '../src/kill/systems.ts';

const systems = Object.keys(killSystems) as KillSystemName[]; // its own keys

async function open(name: KillSystemName, system: KillSystem, home: string): Promise<Rack> {
  const rack = await openRack({ environment: {}, home });
  const fields = { ...system.fields } as Record<string, string>;
  await rack.connections.add({ name: 'system', provider: name, input: { fields, text: null } });
  return rack;
}

const issue = (rack: Rack, name: string, { providerOptions }: KillSystem) =>
  rack.keys.issue({ connection: 'system', name, providerOptions });

describe.each(systems)('two racks on one %s', (name) => {
  test('leave the keys of each other alone', async () => {
    await using system = await killSystems[name].start();
    await using folder = await scratchFolder();
    await using first = await open(name, system, folder.join('first'));
    await using second = await open(name, system, folder.join('second'));
    const ours = await issue(first, 'alice', system);
    const theirs = await issue(second, 'alice', system);
    const gone = await issue(second, 'bob', system);

    const [synced] = await first.inventory.sync();
    expect(synced).toMatchObject({ kind: 'synced', report: { foreign: expect.any(Number), unrecorded: 0, missing: 0 } });
    const [foreign] = (await first.keys.list({ origins: ['foreign'] })).items.filter(({ key }) => key.name.startsWith('alice-'));
    const id = foreign?.key.id ?? '';
    const otherRack = { code: 'refused', details: { rackId: second.rackId } };
    await expect(first.keys.adopt(id)).rejects.toMatchObject(otherRack);
    await expect(first.keys.revoke(id)).rejects.toMatchObject(otherRack);
    await expect(first.keys.suspend(id)).rejects.toMatchObject(otherRack);

    await second.keys.revoke(gone.key.id);
    await first.keys.revoke(ours.key.id);
    for (const rack of [first, second, first]) {
      await rack.inventory.sync();
      expect(await rack.operations.resumeAll()).toEqual([]);
    }
    expect((await system.keys()).map(({ upstreamId }) => upstreamId)).toContain(theirs.version.upstreamId);
    expect((await second.keys.list({ origins: ['issued'], states: ['active'] })).items.map(({ key }) => key.id)).toEqual([theirs.key.id]);
  });
});

describe.each(['litellm', 'authpi'] as const)('a key of %s that a rack has adopted', (name) => {
  test('is refused by every other rack, by its marker', async () => {
    await using system = await killSystems[name].start();
    await using folder = await scratchFolder();
    await using made = await open(name, system, folder.join('made'));
    await using first = await open(name, system, folder.join('first'));
    await using second = await open(name, system, folder.join('second'));
    const { version } = await issue(made, 'alice', system);
    for (const rack of [first, second]) await rack.inventory.sync();
    const idIn = async (rack: Rack): Promise<string> => (await rack.keys.find(`system/${version.upstreamName}`)).id;
    await first.keys.adopt(await idIn(first), { fromRackId: made.rackId });
    // Its name still carries the marker of the rack that is gone; the one beside the name is the newer.
    await expect(second.keys.adopt(await idIn(second), { fromRackId: made.rackId })).rejects.toMatchObject({
      code: 'refused',
      details: { rackId: first.rackId },
    });
    await second.inventory.sync();
    await expect(second.keys.revoke(await idIn(second))).rejects.toMatchObject({ details: { rackId: first.rackId } });
    expect((await system.keys()).length).toBeGreaterThan(0);
  });
});
