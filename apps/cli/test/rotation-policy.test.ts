import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterAll(() => scene.close());

const keysNamed = (name: string): number => scene.server.state().keys.filter((key) => key.name.startsWith(`${name}-`)).length;

async function shown(key: string): Promise<{ readonly rotation: unknown; readonly version: number }> {
  return JSON.parse((await scene.run(['show', key, '-o', 'json'])).stdout);
}

describe('a rotation policy', () => {
  test('is set with a key, shown with it, listed, changed and ended', async () => {
    const policy = [
      '--rotate-cron',
      '0 3 * * 1',
      '--rotate-zone',
      'Europe/Berlin',
      '--rotate-window',
      '02:00-05:00',
      '--rotate-jitter',
      '1h',
    ];
    const issued = await scene.run(['issue', 'vpn', '--name', 'weekly', ...policy]);
    expect(issued.stderr).toContain('keyrack work begins the rotations');
    expect((await scene.run(['show', 'weekly'])).stdout).toMatch(
      /Rotation +at "0 3 \* \* 1" within 02:00-05:00 \(Europe\/Berlin\), spread over 1h, overlap 1d; next \d{4}-/,
    );
    const [listed] = jsonLines((await scene.run(['list', '-o', 'jsonl'])).stdout);
    expect(listed).toMatchObject({
      rotation: {
        cron: '0 3 * * 1',
        everySeconds: null,
        timeZone: 'Europe/Berlin',
        window: '02:00-05:00',
        overlapSeconds: 86_400,
        problem: null,
      },
    });
    const changed = await scene.run(['change', 'weekly', '--rotate-every', '30d']);
    expect(changed.stderr).toContain('overlap 1d -> every 30d, overlap 1d');
    expect(await shown('weekly')).toMatchObject({ rotation: { cron: null, everySeconds: 2_592_000, window: null } });
    await scene.run(['change', 'weekly', '--no-rotation-policy']);
    expect((await shown('weekly')).rotation).toBeNull();
  });

  test.each([
    ['--rotate-cron', 'every monday'],
    ['--rotate-every', '1h'], // the usual overlap is longer
    ['--rotate-window', '02:00-05:00'],
    ['--rotate-every', '30d', '--rotate-zone', 'Mars/Base'],
  ])('that cannot be is refused before anything is made: %s %s', async (...words) => {
    const { code, stderr } = await scene.run(['issue', 'vpn', '--name', 'never', ...words]);
    expect([code, stderr.includes('Nothing was changed')]).toEqual([2, true]);
    expect(keysNamed('never')).toBe(0);
  });

  test('is kept by a worker: the new secret waits to be taken, then the old one ends', async () => {
    await scene.run(['issue', 'vpn', '--name', 'often', '--rotate-every', '1h', '--rotate-overlap', '0s']);
    await scene.run(['change', 'often', '--rotate-every', '2s', '--rotate-overlap', '0s']);
    const { process, finished } = scene.start(['work', '--no-sync', '-o', 'jsonl']);
    while (keysNamed('often') < 2) await setTimeout(50);
    const revealed = await scene.run(['reveal', 'often', '--reason', 'taking the new one']);
    while (keysNamed('often') > 1) await setTimeout(50);
    process.kill('SIGINT');
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ task: 'rotate', result: 'put aside', problem: expect.stringContaining('keyrack reveal') });
    expect(revealed.stdout).toMatch(/^ss:/);
    expect((await shown('often')).version).toBe(2);
  });
});
