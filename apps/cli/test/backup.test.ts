import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';
import type { Finished } from './support/keyrack.ts';

const scratch = scratchFolder();
const home = join(scratch.path, 'home');
const backup = join(scratch.path, 'rack.backup');
const passphrase = join(scratch.path, 'passphrase');
const opened = ['--passphrase-file', passphrase];
let outline: OutlineEmulator;
let secret: string;

beforeAll(async () => {
  outline = await startOutlineEmulator();
  const line = join(scratch.path, 'line.json');
  writeFileSync(line, JSON.stringify(outline.readyLine));
  writeFileSync(passphrase, 'canary passphrase of five words\n');
  await run(['connection', 'add', 'outline', 'vpn', '--from-json', line]);
  secret = (await run(['issue', 'vpn', '--name', 'alice'])).stdout.trim();
  await run(['issue', 'vpn', '--name', 'bob']);
});
afterAll(async () => {
  scratch.remove();
  await outline.close();
});

async function run(words: readonly string[], at = home): Promise<Finished> {
  const finished = await keyrack(words, { home: at });
  expect(finished.stdout + finished.stderr).not.toContain('canary');
  return finished;
}

describe('keyrack backup', () => {
  test('writes a file that only this user reads, that holds no secret in the clear, and never over another one', async () => {
    const made = await run(['backup', backup, ...opened, '--output', 'json']);
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('is not in the backup') });
    expect(JSON.parse(made.stdout)).toMatchObject({ path: backup, connections: 1, keys: 2, holdsMasterKey: false, generation: 1 });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(backup).toString('latin1');
    expect(bytes).toMatch(/^age-encryption\.org\/v1\n/);
    expect(bytes).not.toContain('alice');
    expect(readdirSync(scratch.path).filter((name) => name.endsWith('.new'))).toEqual([]);
    const again = await run(['backup', backup, ...opened]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('never replaces one') });
    expect(readFileSync(backup).toString('latin1')).toBe(bytes);
    const trail = await run(['audit', 'list', '--output', 'jsonl']);
    expect(jsonLines(trail.stdout).filter(({ type }) => type === 'rack.backup-begun')).toHaveLength(1);
  });

  test('verifies a file, and says of one that was changed, cut or is locked otherwise that it does not hold', async () => {
    expect(await run(['backup', backup, '--verify', ...opened])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('hashes are equal'),
    });
    const wrong = join(scratch.path, 'wrong');
    writeFileSync(wrong, 'another passphrase of five words');
    expect(await run(['backup', backup, '--verify', '--passphrase-file', wrong])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not open with this passphrase'),
    });
    const damaged = join(scratch.path, 'damaged');
    const bytes = readFileSync(backup);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    expect(await run(['backup', damaged, '--verify', ...opened])).toMatchObject({ code: 2, stderr: expect.stringContaining('damaged') });
    writeFileSync(damaged, readFileSync(backup));
    truncateSync(damaged, bytes.length - 100);
    expect(await run(['backup', damaged, '--verify', ...opened])).toMatchObject({ code: 2, stderr: expect.stringContaining('damaged') });
    const none = join(scratch.path, 'none');
    expect(await run(['restore', damaged, ...opened], none)).toMatchObject({ code: 2 });
    expect(existsSync(join(none, 'keyrack.db'))).toBe(false);
  });

  test('refuses a passphrase that is guessed, a recipient that is none, and a terminal that is none', async () => {
    const file = join(scratch.path, 'refused.backup');
    const short = join(scratch.path, 'short');
    writeFileSync(short, 'secret');
    for (const words of [['--passphrase-file', short], ['--recipient', 'age1nobody'], []])
      expect(await run(['backup', file, ...words])).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
  });
});

describe('keyrack restore', () => {
  test('is refused by a folder with a rack; a look says what is there', async () => {
    expect(await run(['restore', backup, ...opened])).toMatchObject({ code: 4, stderr: expect.stringContaining('There is a rack') });
    const look = await run(['restore', backup, ...opened, '--dry-run', '--output', 'json']);
    expect(look).toMatchObject({ code: 4, stderr: expect.stringContaining('the same rack') });
    expect(JSON.parse(look.stdout)).toMatchObject({ result: 'would replace', used: { keys: 2 } });
    expect(await run(['restore', backup, ...opened, '--replace'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  });

  test('makes the rack again elsewhere, which reads the systems before anything else', async () => {
    const after = join(scratch.path, 'after');
    expect(await run(['restore', backup, ...opened], after)).toMatchObject({ code: 1, stderr: expect.stringContaining('master key') });
    await run(['revoke', 'vpn/bob', '--yes']);
    const trail = join(scratch.path, 'audit.jsonl');
    writeFileSync(trail, (await run(['audit', 'export'])).stdout);
    writeFileSync(join(after, 'master.key'), readFileSync(join(home, 'master.key')));
    const restored = await run(['restore', backup, ...opened, '--trail', trail, '--output', 'json'], after);
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('Next: keyrack sync') });
    expect(JSON.parse(restored.stdout)).toMatchObject({ result: 'restored', generation: 2, owedRevocations: 1, unknownRevocations: 0 });
    // A changing command takes up what is due, and for that reads the systems first.
    expect(await run(['issue', 'vpn', '--name', 'carol'], after)).toMatchObject({ code: 0 });
    const listed = jsonLines((await run(['list', '--output', 'jsonl'], after)).stdout);
    expect(Object.fromEntries(listed.map(({ name, state }) => [name, state]))).toMatchObject({ alice: 'active', carol: 'active' });
    expect((await run(['show', 'vpn/bob', '--output', 'json'], after)).stdout).toContain('revoked');
    expect((await run(['reveal', 'vpn/alice', '--reason', 'test'], after)).stdout.trim()).toBe(secret);
    expect(new Set(outline.state().keys.map(({ name }) => name.split('-')[0]))).toEqual(new Set(['alice', 'carol']));
    expect(await run(['audit', 'verify'], after)).toMatchObject({ code: 0 });
  });
});
