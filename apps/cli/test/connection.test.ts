import type { OutlineEmulator } from '@keyrack/emulators';
import { startOutlineEmulator } from '@keyrack/emulators';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
/** A second server, for connections that a test adds. */
let second: OutlineEmulator;
beforeAll(async () => {
  scene = await connectedScene();
  second = await startOutlineEmulator();
});
afterAll(async () => {
  await second.close();
  await scene.close();
});

async function remove(...names: readonly string[]): Promise<void> {
  for (const name of names) expect((await scene.run(['connection', 'remove', name, '--yes'])).code).toBe(0);
}

describe('keyrack connection', () => {
  test('add takes what the installer wrote, from a file or from standard input', async () => {
    const path = join(dirname(scene.line), 'access.txt');
    writeFileSync(path, second.accessText);
    expect(await scene.run(['connection', 'add', 'outline', 'from-file', '--from-file', path])).toMatchObject({ code: 0, stdout: '' });
    await remove('from-file');
    const words = ['connection', 'add', 'outline', 'from-input', '--from-file', '-', '--label', 'region=eu', '-o', 'json'];
    const piped = await scene.run(words, { input: second.accessText });
    expect(piped.code).toBe(0);
    expect(JSON.parse(piped.stdout)).toMatchObject({
      name: 'from-input',
      provider: 'outline',
      labels: { region: 'eu' },
      credential: 'encrypted',
    });
    await remove('from-input');
  });

  test('add refuses a system that is connected already, and names that connection', async () => {
    const again = await scene.run(['connection', 'add', 'outline', 'again', '--from-json', scene.line]);
    expect(again.stderr).toMatch(/^keyrack: "again" would be the same system as the connection "vpn": /);
    expect(again.stderr).toContain('keyrack connection update vpn\n');
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect((await scene.run(['connection', 'show', 'again'])).code).toBe(2);
  });

  test('add leaves the credential where it is kept, and reads it there each time', async () => {
    const path = join(dirname(scene.line), 'kept-elsewhere.txt');
    await using third = await startOutlineEmulator();
    const environment = { VPN_ACCESS: second.accessText };
    writeFileSync(path, third.accessText);
    expect((await scene.run(['connection', 'add', 'outline', 'by-env', '--credential-env', 'VPN_ACCESS'], { environment })).code).toBe(0);
    expect((await scene.run(['connection', 'add', 'outline', 'by-file', '--credential-file', path])).code).toBe(0);
    const listed = jsonLines((await scene.run(['connection', 'list', '-o', 'jsonl'])).stdout);
    expect(listed.filter(({ name }) => String(name).startsWith('by-')).map(({ credential }) => credential)).toEqual([
      'env:VPN_ACCESS',
      `file:${path}`,
    ]);
    expect((await scene.run(['sync', 'by-env'], { environment })).code).toBe(0);
    const without = await scene.run(['sync', 'by-env']);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('VPN_ACCESS');
    await remove('by-env', 'by-file');
  });

  test('never shows or stores the secret in the clear, whatever it was given by', async () => {
    const secret = new URL(scene.server.url).pathname.slice(1);
    const shown = await Promise.all([
      scene.run(['connection', 'list', '-o', 'json']),
      scene.run(['connection', 'show', 'vpn']),
      scene.run(['connection', 'check', 'vpn', '-o', 'json']),
      scene.run(['audit', '-o', 'json']),
      scene.run(['doctor', '-o', 'json']),
    ]);
    expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toContain(secret);
    expect(readFileSync(join(scene.home, 'keyrack.db')).includes(secret)).toBe(false);
  });

  test('add --dry-run checks the description, asks nobody and stores nothing', async () => {
    const before = scene.server.accessLog.entries().length;
    const preview = await scene.run(['connection', 'add', 'outline', 'never', '--from-json', scene.line, '--dry-run']);
    expect(preview).toMatchObject({ code: 0, stdout: '' });
    expect(preview.stderr).toContain('Nothing was changed');
    expect(scene.server.accessLog.entries()).toHaveLength(before);
    expect((await scene.run(['connection', 'show', 'never'])).code).toBe(2);
  });

  test('add --dry-run, and a description that cannot be right, make no data folder', async () => {
    const home = join(dirname(scene.line), 'not-yet');
    const preview = await scene.run(['connection', 'add', 'outline', 'first', '--from-json', scene.line, '--dry-run'], { home });
    expect(preview).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Nothing was changed') });
    expect((await scene.run(['connection', 'add', 'outlin', 'first', '--from-json', scene.line], { home })).code).toBe(2);
    expect((await scene.run(['connection', 'add', 'outline', 'first', '--from-file', '/nowhere'], { home })).code).toBe(2);
    for (const credential of [
      ['--credential-env', 'NOT_SET_ANYWHERE'],
      ['--credential-file', '/nowhere/access.txt'],
    ]) {
      const refused = await scene.run(['connection', 'add', 'outline', 'first', ...credential], { home });
      expect(refused.code).toBe(2);
      expect(refused.stderr).not.toContain('connection update');
    }
    expect(existsSync(home)).toBe(false);
  });

  test('update moves a credential out of the store, and from one place to another', async () => {
    const path = join(dirname(scene.line), 'moved-there.txt');
    writeFileSync(path, second.accessText);
    const environment = { VPN_ACCESS: second.accessText };
    await scene.run(['connection', 'add', 'outline', 'moving', '--from-file', path]);
    const wrong = await scene.run(['connection', 'update', 'moving', '--credential-env', 'NOT_SET_ANYWHERE']);
    expect(wrong.code).toBe(2);
    const outside = await scene.run(['connection', 'update', 'moving', '--credential-env', 'VPN_ACCESS', '-o', 'json'], { environment });
    expect(JSON.parse(outside.stdout)).toMatchObject({ credential: 'env:VPN_ACCESS', settings: { origin: expect.any(String) } });
    expect((await scene.run(['sync', 'moving'])).code).toBe(1);
    expect((await scene.run(['sync', 'moving'], { environment })).code).toBe(0);
    expect((await scene.run(['connection', 'update', 'moving', '--credential-file', path])).code).toBe(0);
    expect((await scene.run(['sync', 'moving'])).code).toBe(0);
    await remove('moving');
  });

  test('update says how much workers may ask of a system, and show tells what holds', async () => {
    const shown = async (): Promise<unknown> =>
      JSON.parse((await scene.run(['connection', 'show', 'vpn', '-o', 'json'])).stdout).workLimits;
    expect(await shown()).toEqual({ maxRequestsPerHour: null, maxTasksAtOnce: 4 });
    await scene.run(['connection', 'update', 'vpn', '--max-requests-per-hour', '600']);
    await scene.run(['connection', 'update', 'vpn', '--max-tasks-at-once', '2']);
    expect(await shown()).toEqual({ maxRequestsPerHour: 600, maxTasksAtOnce: 2 });
    expect((await scene.run(['connection', 'show', 'vpn'])).stdout).toMatch(/Workers ask +at most 600 requests an hour, 2 tasks at once/);
    await scene.run(['connection', 'update', 'vpn', '--max-requests-per-hour', 'none', '--max-tasks-at-once', 'usual']);
    expect(await shown()).toEqual({ maxRequestsPerHour: null, maxTasksAtOnce: 4 });
    expect(await scene.run(['connection', 'update', 'vpn', '--max-requests-per-hour', '0'])).toMatchObject({ code: 2 });
  });

  test('check tells what the system can do', async () => {
    const { stdout } = await scene.run(['connection', 'check', 'vpn', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'vpn',
      provider: 'outline',
      identityMatches: true,
      capabilities: { expiry: 'keyrack' },
    });
  });

  test('update accepts a reinstalled server only when that is said', async () => {
    await using other = await startOutlineEmulator();
    await scene.run(['connection', 'add', 'outline', 'moved', '--from-json', '-'], { input: JSON.stringify(other.readyLine) });
    await scene.run(['issue', 'moved', '--name', 'owed']);
    await other.crash();
    await scene.run(['revoke', 'owed', '--yes']);
    await other.restart();
    other.reset();
    const checked = await scene.run(['connection', 'check', 'moved']);
    expect(checked.stderr).toMatch(/^keyrack: "moved" is another system [^]*\n {2}A revocation is still owed on the one that was added/);
    expect(checked.code).toBe(4);
    const refused = await scene.run(['connection', 'update', 'moved', '--from-json', '-'], { input: JSON.stringify(other.readyLine) });
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('--accept-new-identity');
    expect((await scene.run(['connection', 'update', 'moved', '--accept-new-identity'])).code).toBe(0);
    expect((await scene.run(['sync', 'moved'])).code).toBe(0);
  });

  test('remove is refused while keys live there, lists them, and never touches the system', async () => {
    await scene.run(['issue', 'vpn', '--name', 'stays-alive']);
    const refused = await scene.run(['connection', 'remove', 'vpn', '--yes']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/stays-alive[\s\S]*--forget/);
    const previewed = await scene.run(['connection', 'remove', 'vpn', '--dry-run']);
    expect(previewed).toMatchObject({ code: 4, stderr: expect.stringMatching(/^These keys stay alive/) });
    expect(refused.stderr.endsWith(previewed.stderr)).toBe(true); // earlier work, which a preview leaves alone, is told first
    const forgetting = await scene.run(['connection', 'remove', 'vpn', '--forget', '--dry-run']);
    expect(forgetting).toMatchObject({ code: 0, stderr: expect.stringMatching(/stays-alive[\s\S]*Nothing was changed/) });
    const removed = await scene.run(['connection', 'remove', 'vpn', '--forget', '--yes', '-o', 'jsonl']);
    expect(removed).toMatchObject({ code: 0, stderr: expect.stringMatching(/(?:^|\n)These keys stay alive[^\n]*\nRemoved vpn\.\n$/) });
    expect(
      removed.stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { name: string }).name),
    ).toContain('stays-alive');
    expect((await scene.run(['connection', 'show', 'vpn'])).code).toBe(2);
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('stays-alive'))).toBe(true);
  });
});
