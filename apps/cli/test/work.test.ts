import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene, heldCall } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterAll(() => scene.close());

const keysNamed = (name: string): number => scene.server.state().keys.filter((key) => key.name.startsWith(`${name}-`)).length;

async function untilGone(name: string): Promise<void> {
  while (keysNamed(name) > 0) await setTimeout(50);
}

describe('keyrack work', () => {
  test('ends a key at its expiry without anybody asking, tells of it, and stops on request with 0', async () => {
    await scene.run(['issue', 'vpn', '--name', 'short', '--expires-in', '2s']);
    expect(keysNamed('short')).toBe(1);
    const { process, finished } = scene.start(['work', '--no-sync', '-o', 'jsonl']);
    await untilGone('short');
    await setTimeout(200); // so that it has settled and told
    process.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ connection: 'vpn', task: 'revoke', result: 'done', problem: null }]);
    expect(stderr).toBe('Working; Ctrl-C ends it.\nStopped; what is left is due for the next worker.\n');
    expect((await scene.run(['list'])).stdout).toMatch(/short +vpn .*revoked \(expired\)/);
  });

  test('finishes what a killed process had begun', async () => {
    await scene.run(['issue', 'vpn', '--name', 'doomed']);
    scene.server.faults.add({ method: 'DELETE', path: '/access-keys/*', effect: { kind: 'hold', when: 'before' } });
    const revoking = scene.start(['revoke', 'doomed', '--yes']);
    await heldCall(scene.server);
    revoking.process.kill('SIGKILL');
    await revoking.finished;
    scene.server.faults.clear();
    expect(keysNamed('doomed')).toBe(1);
    const { process, finished } = scene.start(['work', '--no-sync']);
    await untilGone('doomed');
    await setTimeout(200);
    process.kill('SIGTERM');
    expect((await finished).code).toBe(0);
    expect((await scene.run(['operations', 'list', '-o', 'jsonl'])).stdout).not.toMatch(/"state":"(running|waiting)"/);
  });

  test('is seen by doctor, and missed when it is gone', async () => {
    const { process, finished } = scene.start(['work', '--sync-every', '1h']);
    while (!(await scene.run(['doctor'])).stdout.includes('works, last seen at')) await setTimeout(100);
    process.kill('SIGINT');
    expect((await finished).code).toBe(0);
  });
});
