import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
let file: string;
let secret: string;
beforeAll(async () => {
  scene = await connectedScene();
  file = join(scene.home, 'audit.jsonl');
  secret = (await scene.run(['--audit-file', file, 'issue', 'vpn', '--name', 'lost', '--owner', 'alice'])).stdout;
  await scene.run(['issue', 'vpn', '--name', 'other', '--owner', 'bob']);
  await scene.run(['reveal', 'other', '--reason', 'for the test']);
});
afterAll(() => scene.close());

/** The types of the events that a command line lists. */
async function types(words: readonly string[], input = ''): Promise<readonly unknown[]> {
  const { stdout } = await scene.run(['audit', 'list', '-o', 'jsonl', ...words], { input });
  return jsonLines(stdout).map(({ type }) => type);
}

describe('the search of the audit trail', () => {
  test('finds the events of a found secret, and neither keeps nor prints it', async () => {
    expect(await types(['--secret', '-'], secret)).toEqual(['key.issue-begun', 'key.issued']);
    const { stdout, stderr } = await scene.run(['audit', 'list', '--secret', '-'], { input: secret });
    expect(stdout + stderr).not.toContain(secret.trim());
    expect(stdout).toContain('name=lost');
    const nobodys = await scene.run(['audit', 'list', '--secret', '-'], { input: 'ss://nobody' });
    expect(nobodys).toMatchObject({ code: 1, stderr: expect.stringContaining('It is of no key') });
    const typed = await scene.run(['audit', 'list', '--secret', secret.trim()]);
    expect(typed.code).toBe(2);
    expect(typed.stderr).not.toContain(secret.trim());
  });

  test('takes key, owner, connection, operation, type and time, together and in pages', async () => {
    const lost = ['key.issue-begun', 'key.issued'];
    expect(await types(['--key', 'lost'])).toEqual(lost);
    expect(await types(['--owner', 'alice'])).toEqual(lost);
    expect(await types(['--owner', 'bob', '--kind', 'key.revealed,key.issued'])).toEqual(['key.issued', 'key.revealed']);
    expect(await types(['--connection', 'vpn', '--newest-first', '--limit', '1'])).toEqual(['key.revealed']);
    const [{ operationId } = {}] = jsonLines((await scene.run(['audit', 'list', '--key', 'lost', '-o', 'jsonl'])).stdout);
    expect(await types(['--operation', String(operationId)])).toEqual(lost);
    expect(await types(['--since', '1h', '--kind', 'key.revealed'])).toEqual(['key.revealed']);
    expect(await types(['--until', '1h'])).toEqual([]);
    const { code, stderr } = await scene.run(['audit', 'list', '--connection', 'nowhere']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('nowhere')]);
  });
});

describe('a trail with an audit file', () => {
  test('is verified with it, and apart from it by whoever has the public key', async () => {
    const early = await scene.run(['audit', 'public-key']);
    expect(early).toMatchObject({ code: 4, stderr: expect.stringContaining('keyrack audit checkpoint') });
    expect((await scene.run(['audit', 'checkpoint', '--dry-run'])).stderr).toContain('Nothing was changed');
    const { stdout: note } = await scene.run(['audit', 'checkpoint']);
    expect(note).toMatch(/^keyrack\/[0-9a-z]{8}\n\d+\n[A-Za-z0-9+/=]{44}\ntime .*Z\n\n— keyrack\/[0-9a-z]{8} [A-Za-z0-9+/=]+\n$/);
    const publicKey = join(scene.home, 'rack.pub');
    await writeFile(publicKey, (await scene.run(['audit', 'public-key'])).stdout);

    const verified = JSON.parse((await scene.run(['audit', 'verify', '-o', 'json'])).stdout) as Verification;
    expect(verified).toMatchObject({
      holds: true,
      checkpoints: 1,
      broken: null,
      file: { path: file, checkpoints: 1, hasUncommittedTail: false },
    });
    const text = (await scene.run(['audit', 'verify'])).stdout;
    expect(text).toMatch(/^Verified +\d+ events, the chain holds$/m);

    // What follows needs no data folder, and no master key.
    const nowhere = { environment: { KEYRACK_HOME: join(scene.home, 'nowhere') } };
    const exported = join(scene.home, 'export.jsonl');
    await writeFile(exported, (await scene.run(['audit', 'export'])).stdout);
    for (const path of [file, exported]) {
      const alone = await scene.run(['audit', 'verify', '--file', path, '--public-key', publicKey, '-o', 'json'], nowhere);
      expect(JSON.parse(alone.stdout)).toMatchObject({
        holds: true,
        events: null,
        file: { path, checkpoints: 1, lastSequence: verified.events },
      });
    }
    expect(existsSync(join(scene.home, 'nowhere'))).toBe(false);
  });

  test('that was tampered with ends with 1, the first event in doubt and what is wrong with it', async () => {
    const exported = join(scene.home, 'changed.jsonl');
    const before = await readFile(file, 'utf8');
    await writeFile(exported, (await scene.run(['audit', 'export'])).stdout.replace('"reason":"for the test"', '"reason":"for nothing"'));
    const asked = await scene.run(['audit', 'verify', '--file', exported, '-o', 'json']);
    const broken = {
      subject: 'file',
      sequence: expect.any(Number),
      finding: expect.stringMatching(/^event \d+ was changed$/),
      advice: expect.any(String),
    };
    expect([asked.code, JSON.parse(asked.stdout)]).toEqual([1, expect.objectContaining({ holds: false, broken })]);
    const told = await scene.run(['audit', 'verify', '--file', exported]);
    expect(told).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/does not hold: event \d+ was changed/) });

    await writeFile(file, before.split('\n').toSpliced(2, 1).join('\n'));
    expect((await scene.run(['audit', 'verify'])).stderr).toContain('The audit file does not hold');
    const refused = await scene.run(['issue', 'vpn', '--name', 'never']);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/audit file .* was cut[^]*Nothing was changed/) });
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('never'))).toBe(false);
    expect((await scene.run(['doctor'])).stdout).toMatch(/audit file/);
    await writeFile(file, before);
    await appendFile(file, '{"half');
    expect((await scene.run(['audit', 'verify'])).stdout).toContain('was not committed');
    expect((await scene.run(['issue', 'vpn', '--name', 'again'])).code).toBe(0);
  });

  test('written by several processes at once stays one chain', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `at-once-${index}`);
    const runs = await Promise.all(names.map((name) => scene.run(['issue', 'vpn', '--name', name])));
    expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0));
    expect((await scene.run(['audit', 'verify'])).code).toBe(0);
  });
});

interface Verification {
  readonly events: number;
}
