import { startOutlineEmulator } from '@keyrack/emulators';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';

test('two racks on one system leave the keys of each other alone', async () => {
  await using outline = await startOutlineEmulator();
  await using folder = await scratchFolder();
  const { url, certSha256 } = outline.readyLine;
  const open = async (name: string): Promise<Rack> => {
    const rack = await openRack({ environment: {}, home: folder.join(name) });
    await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
    return rack;
  };
  await using first = await open('first');
  await using second = await open('second');
  const ours = await first.keys.issue({ connection: 'vpn', name: 'alice' });
  const theirs = await second.keys.issue({ connection: 'vpn', name: 'alice' });
  const gone = await second.keys.issue({ connection: 'vpn', name: 'bob' });

  expect(await first.inventory.sync()).toMatchObject([{ kind: 'synced', report: { seen: 3, foreign: 2, unrecorded: 0, missing: 0 } }]);
  await second.keys.revoke(gone.key.id);
  await first.keys.revoke(ours.key.id);
  for (const rack of [first, second, first]) {
    await rack.inventory.sync();
    expect(await rack.operations.resumeAll()).toEqual([]);
  }

  expect(outline.state().keys.map(({ id }) => id)).toEqual([theirs.version.upstreamId]);
  expect((await second.keys.list({ origins: ['issued'], states: ['active'] })).items.map(({ key }) => key.id)).toEqual([theirs.key.id]);
  expect((await first.keys.list({ origins: ['foreign'], states: ['active'] })).items).toHaveLength(1);
});
