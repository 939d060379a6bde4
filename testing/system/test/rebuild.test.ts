import type { KeyListing } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { killSystems } from '../src/kill/systems.ts';
import type { KillSystem, KillSystemName } from '../src/kill/systems.ts';

const systems = Object.keys(killSystems) as KillSystemName[]; // its own keys

let folder: ScratchFolder;
const undo: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await scratchFolder();
  undo.push(async () => folder[Symbol.asyncDispose]());
});
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function rackOn(home: string, name: KillSystemName, system: KillSystem): Promise<Rack> {
  const rack = await openRack({ environment: {}, home: folder.join(home) });
  undo.push(() => rack.close());
  const fields = { ...system.fields } as Record<string, string>;
  await rack.connections.add({ name: 'system', provider: name, input: { fields, text: null } });
  return rack;
}

async function reopen(home: string): Promise<Rack> {
  const rack = await openRack({ environment: {}, home: folder.join(home) });
  undo.push(() => rack.close());
  return rack;
}

/** What of the keys has to be the same afterwards. */
async function inventory(rack: Rack): Promise<readonly unknown[]> {
  await rack.inventory.sync();
  const { items } = await rack.keys.list({ states: ['active', 'suspended'] });
  return items.filter(({ key }) => key.origin === 'issued' || key.origin === 'adopted').map(facts);
}

function facts({ key, currentVersion }: KeyListing): unknown {
  const { name, origin, limits, drift, state } = key;
  return { name, origin, limits, drift, state, upstreamId: currentVersion?.upstreamId, upstreamName: currentVersion?.upstreamName };
}

describe.each(systems)('a store that was lost, on %s', (name) => {
  test('is made again from what the system shows: the same keys under the same names, and the rack goes on', async () => {
    const system = await killSystems[name].start();
    undo.push(async () => system[Symbol.asyncDispose]());
    const before = await rackOn('before', name, system);
    const { providerOptions } = system;
    for (const key of ['alice', 'bob', 'carol']) await before.keys.issue({ connection: 'system', name: key, providerOptions });
    const bob = await before.keys.find('system/bob');
    await before.keys.rotate(bob.id, { overlapMs: 0 });
    await before.keys.confirmDelivered(bob.id);
    await before.operations.resumeAll();
    await before.keys.revoke((await before.keys.find('system/carol')).id);
    const expected = await inventory(before);
    const upstream = await system.keys();
    const { rackId } = before;
    await before.close();

    const after = await rackOn('after', name, system);
    await after.inventory.sync();
    expect(await after.rebuilder.survey()).toEqual([{ rackId, keys: 2 }]);
    const [report] = await after.rebuilder.rebuild(rackId);
    expect(report).toMatchObject({ keys: 2, versions: 2, withoutSecret: name === 'outline' ? 0 : 2, withoutOrder: 0 });
    await after.close();
    const again = await reopen('after');
    expect(again.rackId).toBe(rackId);
    expect(await inventory(again)).toEqual(expected);
    expect(await system.keys()).toEqual(upstream);
    await again.keys.issue({ connection: 'system', name: 'dora', providerOptions });
    await again.keys.revoke((await again.keys.find('system/alice')).id);
    expect((await system.keys()).length).toBe(upstream.length);
    await again.audit.verify();
    await expect(again.rebuilder.rebuild(rackId)).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('a rebuild', () => {
  test('makes one key of the two credentials of an overlap, and ends both with it', async () => {
    const system = await killSystems.litellm.start();
    undo.push(async () => system[Symbol.asyncDispose]());
    const before = await rackOn('before', 'litellm', system);
    const { key } = await before.keys.issue({ connection: 'system', name: 'alice' });
    await before.keys.rotate(key.id, { overlapMs: 3_600_000 });
    await before.close();
    const after = await rackOn('after', 'litellm', system);
    await after.inventory.sync();
    expect(await after.rebuilder.rebuild(before.rackId)).toMatchObject([{ keys: 1, versions: 2 }]);
    await after.close();
    const again = await reopen('after');
    const { id } = await again.keys.find('system/alice');
    await again.operations.resumeAll();
    await again.keys.revoke(id);
    expect(await system.keys()).toEqual([]);
  });

  test('takes no key of another rack, none without a mark, and no id that is none', async () => {
    const system = await killSystems.outline.start();
    undo.push(async () => system[Symbol.asyncDispose]());
    const one = await rackOn('one', 'outline', system);
    const other = await rackOn('other', 'outline', system);
    await one.keys.issue({ connection: 'system', name: 'alice' });
    await other.keys.issue({ connection: 'system', name: 'alice' });
    const after = await rackOn('after', 'outline', system);
    await after.inventory.sync();
    expect((await after.rebuilder.survey()).map(({ rackId }) => rackId).toSorted((a, b) => a.localeCompare(b))).toEqual(
      [one.rackId, other.rackId].toSorted((a, b) => a.localeCompare(b)),
    );
    await expect(after.rebuilder.rebuild('nonsense!')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await after.rebuilder.rebuild(one.rackId)).toMatchObject([{ keys: 1, foreign: 1, hidesAdopted: true, withoutExpiry: 1 }]);
    await expect(one.rebuilder.survey()).rejects.toMatchObject({ code: 'refused' });
  });
});
