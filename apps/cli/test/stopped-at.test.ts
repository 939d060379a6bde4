import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from './support/scene.ts';
import { connectedScene, heldCall } from './support/scene.ts';

let scene: Scene;
let keys = 0;
beforeAll(async () => {
  scene = await connectedScene();
});
afterEach(() => scene.server.faults.clear());
afterAll(() => scene.close());

/** A fresh key, by its name. */
async function issuedKey(): Promise<string> {
  const name = `k${++keys}`;
  expect((await scene.run(['issue', 'vpn', '--name', name])).code).toBe(0);
  return name;
}

interface Stopped {
  readonly code: number | null;
  readonly stderr: string;
  /** How many calls that change something had reached the server by then. */
  readonly writes: number;
  /** Whether the last of them was kept waiting for its answer. */
  readonly isUnanswered: boolean;
}

/** Runs a command, lets the server be slow with its n-th call, and presses Ctrl-C then. Null: the command makes fewer calls. */
async function stopAtCall(words: readonly string[], call: number, when: 'before' | 'after'): Promise<Stopped | null> {
  const { faults, accessLog } = scene.server;
  const before = accessLog.entries().length;
  faults.add({ skip: call - 1, effect: { kind: 'hold', when } });
  const { process, finished } = scene.start(words);
  const held = await Promise.race([heldCall(scene.server).then(() => [...faults.held]), finished.then(() => null)]);
  if (held === null) return null;
  process.kill('SIGINT');
  const { code, stderr } = await finished;
  const isWrite = (call: { readonly method: string }): boolean => call.method !== 'GET';
  const writes = [...accessLog.entries().slice(before), ...held].filter(isWrite).length;
  faults.clear();
  return { code, stderr, writes, isUnanswered: held.some(isWrite) };
}

/** With how many writes are settled by their answer alone; all others only by looking afterwards. */
const commands: readonly (readonly [name: string, words: (key: string) => readonly string[], settledByAnswer: number])[] = [
  ['revoke', (key) => ['revoke', key, '--yes'], 0],
  ['suspend', (key) => ['suspend', key], 0],
  ['rotate', (key) => ['rotate', key, '--overlap', '0s'], 1],
  ['change', (key) => ['change', key, '--data-limit', '5GB'], 0],
];

describe('Ctrl-C while the server is slow', () => {
  test.each(commands)(
    'at any call of %s: one message, and exit 5 with the way to find out as soon as the server may have acted',
    async (_, words, settledByAnswer) => {
      const seen = { acted: 0, calls: 0 };
      for (let call = 1; ; call += 1) {
        const key = await issuedKey();
        const stopped = await stopAtCall(words(key), call, call % 2 === 0 ? 'after' : 'before');
        if (stopped === null) break;
        const { code, stderr, writes, isUnanswered } = stopped;
        const mayHaveActed = isUnanswered || writes > settledByAnswer;
        seen.calls += 1;
        seen.acted += mayHaveActed ? 1 : 0;
        expect(stderr.match(/^keyrack: /gm)).toHaveLength(1);
        expect({ code, stderr }).toMatchObject({ code: mayHaveActed ? 5 : 130 });
        if (!mayHaveActed) continue;
        expect(stderr).toMatch(/keyrack operations resume op_\w+[ \n]/);
        expect(stderr).not.toContain('Nothing was changed');
        await scene.run(['operations', 'resume', '--all']);
      }
      expect(seen.acted).toBeGreaterThan(0);
      expect(seen.calls).toBeGreaterThan(seen.acted);
    },
    60_000,
  );

  test('leaves the other keys alone, and says how many, within that message', async () => {
    const [first, second, third] = [await issuedKey(), await issuedKey(), await issuedKey()];
    scene.server.faults.add({ method: 'DELETE', skip: 1, effect: { kind: 'hold', when: 'after' } });
    const { process, finished } = scene.start(['revoke', first, second, third, '--yes']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code).toBe(5);
    expect(stderr.match(/^keyrack: /gm)).toHaveLength(1);
    expect(stderr).toMatch(new RegExp(`\nkeyrack: The revocation of vpn/${second} [^]*\n  1 key was not touched[.]\n$`));
  });

  test('in earlier work that is owed says that it is not known, and does not begin the command itself', async () => {
    const key = await issuedKey();
    await scene.server.crash();
    await scene.run(['revoke', key, '--yes']);
    await scene.server.restart();
    const [operation] = (await scene.run(['operations', 'list', '--state', 'waiting', '-o', 'csv'])).stdout.match(/op_\w+/) ?? [];
    scene.server.faults.add({ method: 'DELETE', effect: { kind: 'hold', when: 'after' } });
    const { process, finished } = scene.start(['operations', 'resume', operation ?? '']);
    await heldCall(scene.server);
    process.kill('SIGINT');
    const { code, stderr } = await finished;
    scene.server.faults.clear();
    expect(code).toBe(5);
    expect(stderr).toMatch(/^keyrack: Stopped on request while the system was asked to revoke/);
    expect(stderr).toContain(`keyrack operations resume ${operation} `);
  });

  test('during a sync says that it was stopped, and gives no advice about the server', async () => {
    for (const path of ['/server', '/access-keys']) {
      scene.server.faults.add({ method: 'GET', path, effect: { kind: 'hold', when: 'before' } });
      const { process, finished } = scene.start(['sync', '-o', 'jsonl']);
      await heldCall(scene.server);
      process.kill('SIGINT');
      const { code, stdout, stderr } = await finished;
      scene.server.faults.clear();
      expect(stderr).toBe('keyrack: Stopped on request.\n  Nothing was changed.\n');
      expect(JSON.parse(stdout)).toMatchObject({ result: 'failed', problem: 'Stopped on request' });
      expect(code).toBe(130);
    }
  });
});
