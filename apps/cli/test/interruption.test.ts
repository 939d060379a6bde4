import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { main } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene, heldCall } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterEach(() => scene.server.faults.clear());
afterAll(() => scene.close());

const createCall = { method: 'PUT', path: '/access-keys/*' };

function keysNamed(name: string): number {
  return scene.server.state().keys.filter((key) => key.name.startsWith(name)).length;
}

describe('Ctrl-C', () => {
  test('after the server has acted says that the outcome is not known, exit 5, and resume finds the one key', async () => {
    scene.server.faults.add({ ...createCall, effect: { kind: 'hold', when: 'after' } });
    const { process, finished } = scene.start(['issue', 'vpn', '--name', 'acted']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    scene.server.faults.clear();
    expect(stderr.match(/^keyrack: /gm)).toHaveLength(1);
    expect(stderr).toMatch(/Not known whether it was changed: run keyrack operations show op_/);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect((await scene.run(['operations', 'resume', '--all'])).code).toBe(0);
    expect(keysNamed('acted')).toBe(1);
    expect((await scene.run(['reveal', 'acted', '--reason', 'test'])).stdout).toMatch(/^ss:/);
  });

  test('before anything was sent changes nothing, exit 130', async () => {
    scene.server.faults.add({ method: 'GET', path: '/server', effect: { kind: 'hold', when: 'before' } });
    const { process, finished } = scene.start(['issue', 'vpn', '--name', 'unsent']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(stderr).toMatch(/^keyrack: Stopped on request/);
    expect(stderr).toContain('Nothing was changed.');
    expect(code).toBe(130);
    expect(keysNamed('unsent')).toBe(0);
  });

  test('during a revocation leaves it owed, and the next command that changes something settles it', async () => {
    await scene.run(['issue', 'vpn', '--name', 'owed']);
    scene.server.faults.add({ method: 'DELETE', path: '/access-keys/*', effect: { kind: 'hold', when: 'before' } });
    const { process, finished } = scene.start(['revoke', 'owed', '--yes']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    const { code, stderr } = await finished;
    scene.server.faults.clear();
    expect(stderr).toMatch(/written down, but not confirmed/);
    expect([130, 5]).toContain(code);
    const next = await scene.run(['issue', 'vpn', '--name', 'next']);
    expect(next.stderr).toMatch(/Earlier work: revoke of owed \(op_\w+\) is done/);
    expect(next.stdout).toMatch(/^ss:\S+\n$/);
    expect(keysNamed('owed')).toBe(0);
  });

  test('during a sync stops it, exit 130', async () => {
    scene.server.faults.add({ method: 'GET', path: '/access-keys', effect: { kind: 'hold', when: 'before' } });
    const { process, finished } = scene.start(['sync']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    expect((await finished).code).toBe(130);
  });

  test('and a kill before anything could be written down loses nothing', async () => {
    scene.server.faults.add({ ...createCall, effect: { kind: 'hold', when: 'after' } });
    const { process, finished } = scene.start(['issue', 'vpn', '--name', 'twice']);
    await heldCall(scene.server);
    process.kill('SIGSTOP'); // so that the polite end does not win the race
    process.kill('SIGINT');
    process.kill('SIGKILL');
    const { signal } = await finished;
    scene.server.faults.clear();
    expect(signal).toBe('SIGKILL');
    await scene.run(['operations', 'resume', '--all']);
    expect(keysNamed('twice')).toBe(1);
    expect((await scene.run(['reveal', 'twice', '--reason', 'test'])).stdout).toMatch(/^ss:/);
  });
});

describe('an operation that another process holds', () => {
  test('is left alone by resume --all, and spoken of', async () => {
    scene.server.faults.add({ ...createCall, effect: { kind: 'hold', when: 'after' } });
    const { process, finished } = scene.start(['issue', 'vpn', '--name', 'held']);
    await heldCall(scene.server);
    const others = await scene.run(['operations', 'resume', '--all']);
    process.kill('SIGKILL');
    await finished;
    scene.server.faults.clear();
    expect(others.stdout).toBe('');
    expect(others.stderr).toMatch(/^Nothing is due\.\nOther processes work on 1 more \(op_\w+\), or died without leaving a proof\.\n$/);
    expect(others.code).toBe(0);
    const after = await scene.run(['operations', 'resume', '--all']);
    expect(after.stderr).toBe('');
    expect(after.stdout).toMatch(/issue +vpn\/held +done/);
  });
});

describe('a reader that goes away', () => {
  /** Runs a command whose standard output is closed before it writes. */
  async function unread(words: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const child = spawn(process.execPath, ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', main, ...words], {
      env: { ...process.env, KEYRACK_HOME: scene.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stderr };
  }

  test('is no failure of a listing', async () => {
    expect(await unread(['audit', 'list'])).toEqual({ code: 0, stderr: '' });
    expect(await unread(['--help'])).toEqual({ code: 0, stderr: '' });
  });

  test('does not lose the secret of a key that was issued, exit 3', async () => {
    const { code, stderr } = await unread(['issue', 'vpn', '--name', 'unread']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/could not be written/);
    expect(stderr).toContain('It was changed.');
    const reveal = /keyrack reveal (key_\w+)/.exec(stderr)?.[1] ?? '';
    expect((await scene.run(['reveal', reveal, '--reason', 'test'])).stdout).toMatch(/^ss:/);
  });
});
