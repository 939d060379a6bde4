import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
let other: Scene;
beforeAll(async () => {
  scene = await connectedScene();
  other = await connectedScene();
});
afterAll(async () => {
  await scene.close();
  await other.close();
});
const outline = (...words: readonly string[]): ReturnType<Scene['run']> => scene.run(['outline', 'vpn', ...words]);

describe('keyrack outline', () => {
  test('set changes a setting of the server, and dry-run does not', async () => {
    const dry = await outline('set', 'data-limit', '100GB', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: '' });
    expect(dry.stderr).toContain('Nothing was changed');
    expect(JSON.parse((await outline('summary', '-o', 'json')).stdout)).toMatchObject({ defaultDataLimitBytes: null });
    const settings = [
      ['name', 'Office'],
      ['hostname', 'vpn.example.com'],
      ['port', '443'],
      ['data-limit', '100GB'],
      ['share-metrics', 'yes'],
    ] as const;
    for (const [setting, value] of settings) expect((await outline('set', setting, value)).code).toBe(0);
    expect(JSON.parse((await outline('summary', '-o', 'json')).stdout)).toMatchObject({
      name: 'Office',
      hostname: 'vpn.example.com',
      port: 443,
      defaultDataLimitBytes: 100e9,
      sharesMetrics: true,
      healthy: true,
    });
    expect((await outline('set', 'data-limit', 'none')).code).toBe(0);
    expect((await outline('summary')).stdout).toMatch(/Default data limit +none/);
  });

  test('metrics tells what each key has used', async () => {
    const { id } = scene.server.state().keys[0] ?? (await addKey('alice'));
    scene.server.feedTraffic({ keyId: id, bytes: 5_000 });
    const { stdout, code } = await outline('metrics', '-o', 'jsonl');
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ id, usedBytes: 5_000, limitBytes: null, limitReached: false });
  });

  test('export and import move keys to another server, after a look, and again make nothing twice', async () => {
    await addKey('bob');
    const path = join(dirname(scene.line), 'keys.jsonl');
    expect(await outline('export', '--to-file', path)).toMatchObject({ code: 0, stdout: '' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await outline('export', '--to-file', path)).code).toBe(2);
    const move = (...words: readonly string[]): ReturnType<Scene['run']> => other.run(['outline', 'vpn', 'import', path, ...words]);
    const dry = await move('--dry-run', '-o', 'jsonl');
    expect(jsonLines(dry.stdout).map(({ result }) => result)).toEqual(['would-create', 'would-create']);
    expect((await move()).code).toBe(2); // nobody there to ask
    expect(other.server.state().keys).toEqual([]);
    expect((await move('--yes', '-o', 'jsonl')).code).toBe(0);
    expect(other.server.state().keys.map(({ password }) => password)).toEqual(scene.server.state().keys.map(({ password }) => password));
    const again = await move('--yes', '-o', 'jsonl');
    expect(jsonLines(again.stdout).map(({ result }) => result)).toEqual(['already-there', 'already-there']);
    for (const { password } of scene.server.state().keys) expect(dry.stdout + again.stdout + again.stderr).not.toContain(password);
  });

  test('qr draws a key for a terminal, and into a file', async () => {
    const { id } = await addKey('carol');
    const drawn = await outline('qr', id);
    expect(drawn.stdout).toContain('█');
    const path = join(dirname(scene.line), 'carol.svg');
    expect((await outline('qr', id, '--image', 'svg', '--to-file', path)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('<svg');
    expect((await outline('qr', id, '--image', 'png')).code).toBe(2);
  });

  test('every use of the credential is in the audit trail, with its purpose and never the credential', async () => {
    const { stdout } = await scene.run(['audit', '-o', 'json']);
    expect(stdout).toContain('connection.credential-opened');
    expect(stdout).toContain('outline set hostname');
    expect(stdout).not.toContain(new URL(scene.server.apiUrl).pathname.slice(1));
  });

  test.each([
    [['vpn', 'sumary'], 2, 'Did you mean summary?'],
    [['vpn', 'set', 'colour', 'red'], 2, 'Known settings'],
    [['vpn', 'set', 'port', '0'], 2, 'whole number'],
    [['vpn', 'set', 'port', '9090'], 1, 'Nothing was changed'],
    [['vpn', 'set', 'name'], 2, '<setting> <value>'],
    [['vpn', 'import', '/nowhere/keys.jsonl', '--yes'], 2, 'cannot be read'],
    [['vpn', 'qr', 'nobody'], 1, 'found no access key'],
    [['vpn', 'metrics', '--since', 'tomorrow'], 2, 'since is wrong'],
    [['vnp', 'summary'], 2, 'vnp'],
  ] as const)('%j is refused with words that help', async (words, code, message) => {
    const finished = await scene.run(['outline', ...words]);
    expect(finished.stderr).toContain(message);
    expect(finished.code).toBe(code);
    expect(existsSync(scene.home)).toBe(true);
  });
});

async function addKey(name: string): Promise<{ readonly id: string }> {
  expect((await scene.run(['issue', 'vpn', '--name', name])).code).toBe(0);
  const key = scene.server.state().keys.at(-1);
  if (key === undefined) throw new Error('no key was made');
  return key;
}
