import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
  await scene.run(['issue', 'vpn', '--name', 'alice-laptop', '--owner', 'alice']);
});
afterAll(() => scene.close());

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await scene.run(['complete', '--', ...words]);
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(':'))
    .map((line) => line.split('\t')[0] ?? '');
}

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'] as const)('prints a script for %s that the shell itself accepts', async (shell) => {
    const { code, stdout } = await scene.run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('keyrack complete --');
    if (spawnSync(shell, ['-c', 'true']).status !== 0) return; // a shell this machine does not have
    const check = promisify(execFile)(shell, ['-n', '-c', stdout]);
    await expect(check).resolves.toMatchObject({ stderr: '' });
  });

  test('offers commands, their verbs, and options', async () => {
    expect(await offered('re')).toEqual(['reveal', 'resume', 'revoke', 'reap', 'restore', 'rebuild', 'rekey']);
    expect(await offered('operations', '')).toEqual(['list', 'show', 'resume', 'abort']);
    expect(await offered('list', '--ou')).toEqual(['--output']);
    expect(await offered('list', '--output', '')).toEqual(['table', 'json', 'jsonl', 'csv', 'yaml']);
  });

  test('offers the connections and keys that the rack knows', async () => {
    expect(await offered('issue', '')).toEqual(['vpn']);
    expect(await offered('connection', 'check', '')).toEqual(['vpn']);
    expect(await offered('revoke', 'vp')).toEqual(['vpn/alice-laptop']);
    expect(await offered('rotate', 'vp')).toEqual(['vpn/alice-laptop']);
    expect(await offered('owner', 'show', '')).toEqual(['alice']);
    expect(await offered('connection', 'add', '')).toContain('outline');
  });

  test('offers the kinds of system also where there is no rack yet', async () => {
    const { stdout } = await scene.run(['complete', '--', 'connection', 'add', ''], { home: `${scene.home}-none` });
    expect(stdout).toMatch(/^outline\tOutline$/m);
    expect(existsSync(`${scene.home}-none`)).toBe(false);
  });

  test('stays silent where there is no rack', async () => {
    const { code, stderr } = await scene.run(['complete', '--', 'issue', ''], { home: `${scene.home}-none` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
