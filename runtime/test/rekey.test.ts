import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { Store } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { scratchFolder } from '@keyrack/testing-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { openRack } from '../src/index.ts';
import type { Rack, RackOptions } from '../src/index.ts';

const givenKey = Buffer.alloc(32, 7).toString('base64');
const outline = await startOutlineEmulator();
afterAll(() => outline.close());

/** A rack with one key, in a folder of its own. */
async function rackWithKey(home: string, options: Partial<RackOptions> = {}): Promise<{ readonly rack: Rack; readonly secret: string }> {
  const rack = await openRack({ environment: {}, home, ...options });
  const { url, certSha256 } = outline.readyLine;
  await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
  const { secret } = await rack.keys.issue({ connection: 'vpn', name: 'alice' });
  return { rack, secret: secret.reveal() };
}

async function expectSecret(rack: Rack, secret: string): Promise<void> {
  const { id } = await rack.keys.find('vpn/alice');
  expect((await rack.keys.reveal(id, { reason: 'test' })).reveal()).toBe(secret);
  expect((await rack.keys.findBySecret(new Secret(secret))).length).toBe(1);
}

/** A store that dies around the one write that gives it to another key. */
function dying(when: 'before' | 'after'): (store: Store) => Store {
  return (store) => ({
    read: (work) => store.read(work),
    inspect: () => store.inspect(),
    close: () => store.close(),
    async write(work) {
      if (when === 'before') throw new Error('died before');
      await store.write(work);
      throw new Error('died after');
    },
  });
}

describe('a new master key', () => {
  test('opens every secret that the old one opened, finds them by their fingerprints, and is noted in the audit trail', async () => {
    await using folder = await scratchFolder();
    const { rack, secret } = await rackWithKey(folder.path);
    const before = await readFile(join(folder.path, 'master.key'), 'utf8');
    const { fromId, toId, path } = await rack.rekey();
    expect(path).toBe(join(folder.path, 'master.key'));
    await expectSecret(rack, secret);
    await rack.close();
    expect(await readFile(join(folder.path, 'master.key'), 'utf8')).not.toBe(before);
    expect(existsSync(join(folder.path, 'master.key.next'))).toBe(false);
    await using again = await openRack({ environment: {}, home: folder.path });
    await expectSecret(again, secret);
    const { items } = await again.audit.list({ newestFirst: true }, { limit: 10 });
    expect(items).toContainEqual(expect.objectContaining({ type: 'rack.rekeyed', detail: { from: fromId, to: toId } }));
    await again.audit.verify();
    await expect(openRack({ environment: { KEYRACK_MASTER_KEY: before.trim() }, home: folder.path })).rejects.toMatchObject({
      code: 'master-key',
    });
  });

  test('is checked and described by a preview, which changes nothing', async () => {
    await using folder = await scratchFolder();
    const { rack } = await rackWithKey(folder.path);
    const path = join(folder.path, 'master.key');
    const before = await readFile(path, 'utf8');
    const random = await rack.previewRekey();
    expect(random).toEqual({ fromId: expect.any(String), toId: null, path });
    const given = await rack.previewRekey({ newKey: new Secret(givenKey) });
    expect(given).toEqual({ fromId: random.fromId, toId: expect.any(String), path });
    await expect(rack.previewRekey({ newKey: new Secret(before.trim()) })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(existsSync(join(folder.path, 'master.key.next'))).toBe(false);
    expect(await rack.rekey({ newKey: new Secret(givenKey) })).toEqual(given);
    await rack.close();
  });

  test('that is kept elsewhere is given, and the old one is refused from then on', async () => {
    await using folder = await scratchFolder();
    const environment = { KEYRACK_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };
    const { rack, secret } = await rackWithKey(folder.path, { environment });
    await expect(rack.rekey()).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(rack.previewRekey()).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(rack.rekey({ newKey: new Secret(environment.KEYRACK_MASTER_KEY) })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await rack.rekey({ newKey: new Secret(givenKey) })).toMatchObject({ path: null });
    await rack.close();
    expect(existsSync(join(folder.path, 'master.key'))).toBe(false);
    await expect(openRack({ environment, home: folder.path })).rejects.toMatchObject({ code: 'master-key' });
    await using again = await openRack({ environment: { KEYRACK_MASTER_KEY: givenKey }, home: folder.path });
    await expectSecret(again, secret);
  });

  test.each(['before', 'after'] as const)('is taken whole or not at all when the process dies %s its transaction', async (when) => {
    await using folder = await scratchFolder();
    const { rack, secret } = await rackWithKey(folder.path);
    await rack.close();
    const before = await readFile(join(folder.path, 'master.key'), 'utf8');
    await using doomed = await openRack({ environment: {}, home: folder.path, wrapStore: dying(when) });
    await expect(doomed.rekey()).rejects.toThrow(`died ${when}`);
    await using again = await openRack({ environment: {}, home: folder.path });
    await expectSecret(again, secret);
    expect((await readFile(join(folder.path, 'master.key'), 'utf8')) === before).toBe(when === 'before');
    const next = existsSync(join(folder.path, 'master.key.next'));
    expect(next).toBe(when === 'before');
    await again.rekey();
    expect(existsSync(join(folder.path, 'master.key.next'))).toBe(false);
    await using third = await openRack({ environment: {}, home: folder.path });
    await expectSecret(third, secret);
  });

  test('that was given takes the place of one that an interrupted attempt has left', async () => {
    await using folder = await scratchFolder();
    const { rack, secret } = await rackWithKey(folder.path);
    await rack.close();
    await using doomed = await openRack({ environment: {}, home: folder.path, wrapStore: dying('before') });
    await expect(doomed.rekey()).rejects.toThrow('died before');
    await using again = await openRack({ environment: {}, home: folder.path });
    await again.rekey({ newKey: new Secret(givenKey) });
    await using third = await openRack({ environment: { KEYRACK_MASTER_KEY: givenKey }, home: folder.path });
    await expectSecret(third, secret);
  });
});
