import { afterAll, describe, expect, test } from 'vitest';
import type { Running } from './support/keyrack.ts';
import { keyrack, scratchFolder, startKeyrack } from './support/keyrack.ts';

const scratch = scratchFolder();
afterAll(() => scratch.remove());

async function firstLine(running: Running): Promise<Record<string, string>> {
  const [line] = await running.printed(/^.*\n/);
  return JSON.parse(line) as Record<string, string>;
}

describe('keyrack emulate', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('prints one line when it is ready, stays, and ends cleanly on %s', async (signal) => {
    const words = ['emulate', 'outline', '--output', 'jsonl', '--credential', 'throw-away', '--seed-keys', '3'];
    const running = startKeyrack(words, { home: scratch.path });
    const line = await firstLine(running);
    expect(line).toEqual({
      system: 'outline',
      url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/throw-away$/),
      certSha256: expect.stringMatching(/^[0-9A-F]{64}$/),
    });
    const home = `${scratch.path}/home-${signal}`;
    const added = await keyrack(['connection', 'add', 'outline', 'trial', '--from-json', '-'], { home, input: JSON.stringify(line) });
    expect(added).toMatchObject({ code: 0, stdout: '' });
    expect((await keyrack(['sync', '-o', 'csv'], { home })).stdout.split('\n')[1]).toMatch(/^trial,synced,3,3,/);
    running.process.kill(signal);
    expect(await running.finished).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  test('starts all four at once, each with a line that connects as it is', async () => {
    const running = startKeyrack(['emulate', 'all', '-o', 'jsonl'], { home: scratch.path });
    const [text] = await running.printed(/^(?:[^\n]*\n){4}/);
    const home = `${scratch.path}/home-all`;
    const systems: string[] = [];
    for (const line of text.trimEnd().split('\n')) {
      const { system } = JSON.parse(line) as { system: string };
      systems.push(system);
      const added = await keyrack(['connection', 'add', system, system, '--from-json', '-'], { home, input: line });
      expect(added).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(new RegExp(`^Connected ${system}: `)) });
    }
    expect(systems.toSorted((a, b) => a.localeCompare(b))).toEqual(['authpi', 'litellm', 'outline', 'vergeos']);
    running.process.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ code: 0 });
  });

  test.each([
    ['litellm', 'sk-throw-away', 'apiKey'],
    ['vergeos', 'throw-away-1', 'password'],
    ['authpi', 'throw-away-2', 'keySecret'],
  ] as const)('takes the credential of %s that it is given', async (system, credential, field) => {
    const running = startKeyrack(['emulate', system, '-o', 'jsonl', '--credential', credential], { home: scratch.path });
    expect(await firstLine(running)).toMatchObject({ system, [field]: credential });
    running.process.kill('SIGTERM');
    await running.finished;
  });

  test('says so when the port is taken', async () => {
    const first = startKeyrack(['emulate', 'outline', '-o', 'jsonl'], { home: scratch.path });
    const { port } = new URL((await firstLine(first))['url'] ?? '');
    const second = await keyrack(['emulate', 'outline', '--port', port], { home: scratch.path });
    first.process.kill('SIGTERM');
    await first.finished;
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(new RegExp(`Port ${port} is in use already`));
  });

  test('takes the calls of an old client where it is told to, and says where that means nothing', async () => {
    const statuses: number[] = [];
    for (const words of [['--legacy'], []]) {
      const running = startKeyrack(['emulate', 'authpi', '-o', 'jsonl', ...words], { home: scratch.path });
      const { url, keyId } = await firstLine(running);
      statuses.push((await fetch(`${url ?? ''}/v1/accounts/me/issuers`, { headers: { authorization: `Bearer ${keyId ?? ''}` } })).status);
      running.process.kill('SIGTERM');
      await running.finished;
    }
    expect(statuses).toEqual([200, 401]);
    const refused = await keyrack(['emulate', 'outline', '--legacy'], { home: scratch.path });
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--legacy means nothing to outline') });
  });
});
