import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, main } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

/** Linux's own device for this: every write to it fails as on a full disk. */
const full = '/dev/full';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterAll(() => scene.close());

/** Runs a command whose standard output or standard error is a file on a full disk. */
async function runFull(words: readonly string[], stream: 'stdout' | 'stderr' = 'stdout'): Promise<{ code: number | null; text: string }> {
  const file = openSync(full, 'w');
  const child = spawn(process.execPath, ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', main, ...words], {
    env: { ...process.env, KEYRACK_HOME: scene.home },
    stdio: stream === 'stdout' ? ['ignore', file, 'pipe'] : ['ignore', 'pipe', file],
  });
  closeSync(file);
  let text = '';
  (child.stderr ?? child.stdout)?.on('data', (chunk) => (text += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}

describe.skipIf(!existsSync(full))('a full disk behind standard output', () => {
  const noRoom = /^keyrack: The secret of vpn\/(\S+) could not be written: no space is left there \(ENOSPC\)/m;
  const kept = /The key exists and its secret is kept\. Show it with: keyrack reveal (key_\w+) /;

  test.each([['table'], ['json']])('does not lose the secret of a key that was issued: exit 3, and the way to it (%s)', async (format) => {
    const { code, text } = await runFull(['issue', 'vpn', '--name', `made-${format}`, '-o', format]);
    expect(text).toMatch(noRoom);
    expect(text).toContain('It was changed.');
    expect(code).toBe(3);
    const id = kept.exec(text)?.[1] ?? '';
    expect((await scene.run(['reveal', id, '--reason', 'test'])).stdout).toMatch(/^ss:/);
  });

  test('does not count a rotated secret as delivered: exit 3, and revealing it lets the rotation go on', async () => {
    await scene.run(['issue', 'vpn', '--name', 'turned']);
    const { code, text } = await runFull(['rotate', 'turned', '--overlap', '0s']);
    expect(text).toMatch(noRoom);
    expect(code).toBe(3);
    const waiting = jsonLines((await scene.run(['operations', 'list', '--key', 'turned', '--kind', 'rotate', '-o', 'jsonl'])).stdout);
    expect(waiting).toMatchObject([{ state: 'waiting' }]);
    const revealed = await scene.run(['reveal', kept.exec(text)?.[1] ?? '', '--reason', 'test']);
    expect(revealed.stderr).toContain('The old secret is not valid any more.');
  });

  test('is told as what it is by commands that only show something, exit 1', async () => {
    for (const words of [['list'], ['--help']]) {
      const { code, text } = await runFull(words);
      expect(text).toMatch(/^keyrack: The output could not be written: no space is left there \(ENOSPC\)/);
      expect(code).toBe(1);
    }
    expect(await runFull(['--version'])).toEqual({ code: 1, text: 'keyrack: The output could not be written (ENOSPC).\n' });
  });
});

describe.skipIf(!existsSync(full))('a full disk behind standard error', () => {
  test('keeps no command from what it does', async () => {
    const { code, text } = await runFull(['issue', 'vpn', '--name', 'unsaid'], 'stderr');
    expect(text).toMatch(/^ss:/);
    expect(code).toBe(0);
    expect((await runFull(['revoke', 'nobody', '--yes'], 'stderr')).code).toBe(2);
  });
});
