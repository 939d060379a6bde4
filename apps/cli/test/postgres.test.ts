import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { databaseUrl, freshDatabase } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Finished } from './support/keyrack.ts';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';

const server = inject('postgres');
const scratch = scratchFolder();
const home = join(scratch.path, 'home');
const line = join(scratch.path, 'line.json');
let outline: OutlineEmulator;
let database: TestDatabase;

beforeAll(async () => {
  if (server === null) return;
  outline = await startOutlineEmulator();
  writeFileSync(line, JSON.stringify(outline.readyLine));
  database = await freshDatabase(server);
  await database.query(`create role r_${database.name} login password 'canary-password'`);
  await database.query(`grant all on schema public to r_${database.name}`);
});
afterAll(async () => {
  scratch.remove();
  if (server === null) return;
  await database.query(`drop owned by r_${database.name}; drop role r_${database.name}`);
  await database[Symbol.asyncDispose]();
  await outline.close();
});

/** The address, with a password or without. */
function address(password = ''): string {
  return databaseUrl(server ?? '', database.name, `r_${database.name}${password}`);
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const finished = await keyrack(words, { home, environment });
  expect(finished.stdout + finished.stderr).not.toContain('canary-password');
  return finished;
}

describe.skipIf(server === null)('a rack on PostgreSQL', () => {
  test('is not made by a command that only looks', async () => {
    const { code, stderr } = await run(['list'], { KEYRACK_STORE: address(':canary-password') });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no rack in the store postgres://');
  });

  test('is made by its first connection, and found by its data folder afterwards', async () => {
    const added = await run(['connection', 'add', 'outline', 'vpn', '--from-json', line], { KEYRACK_STORE: address(':canary-password') });
    expect(added).toMatchObject({ code: 0 });
    expect(readFileSync(join(home, 'store'), 'utf8')).toBe(`${address()}\n`);
    const issued = await run(['issue', 'vpn', '--name', 'alice'], { PGPASSWORD: 'canary-password' });
    expect(issued).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ss:/) });
    const file = join(scratch.path, 'passwords');
    writeFileSync(file, `localhost:5432:${database.name}:r_${database.name}:canary-password\n`, { mode: 0o600 });
    const listed = await run(['list', '--output', 'jsonl'], { PGPASSFILE: file });
    expect(jsonLines(listed.stdout)).toMatchObject([{ name: 'alice', state: 'active' }]);
  });

  test('is opened by an address that is kept in a file or a variable', async () => {
    const file = join(scratch.path, 'address');
    writeFileSync(file, `${address(':canary-password')}\n`, { mode: 0o600 });
    expect(await run(['list', '--store', `file:${file}`, '--output', 'jsonl'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('alice'),
    });
    const kept = { MY_STORE: address(':canary-password') };
    expect(await run(['list', '--store', 'env:MY_STORE', '--output', 'jsonl'], kept)).toMatchObject({
      stdout: expect.stringContaining('alice'),
    });
  });

  test('is refused without its password, with where to keep it', async () => {
    const { code, stderr } = await run(['list', '--store', address()]);
    expect(code).toBe(1);
    expect(stderr).toContain('PGPASSFILE');
    expect(stderr).toContain('Nothing was changed');
  });

  test('is examined by doctor, which names a server that does not wait for its disk', async () => {
    const { code, stdout } = await run(['doctor', '--output', 'jsonl'], { KEYRACK_STORE: address(), PGPASSWORD: 'canary-password' });
    expect(code).toBe(1);
    const store = jsonLines(stdout).find(({ subject }) => subject === 'store');
    expect(store).toMatchObject({ state: 'error', finding: expect.stringMatching(/^postgres at postgres:.*fsync = off/) });
    expect(jsonLines(stdout).filter(({ state }) => state === 'error')).toEqual([store]);
  });

  test('says which store it cannot read, and never repeats what may hold a password', async () => {
    const { code, stderr } = await run(['list'], { KEYRACK_STORE: 'mysql://rack:canary-password@db/keys' });
    expect(code).toBe(2);
    expect(stderr).toContain('postgres://user@host/database');
  });
});

describe.skipIf(server === null)('keyrack store move', () => {
  test('brings a rack to PostgreSQL, where the same data folder goes on with it', async () => {
    const target = await freshDatabase(server ?? '');
    const old = join(scratch.path, 'old');
    const runOld = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> =>
      keyrack(words, { home: old, environment });
    try {
      expect(await runOld(['connection', 'add', 'outline', 'vpn', '--from-json', line])).toMatchObject({ code: 0 });
      expect(await runOld(['issue', 'vpn', '--name', 'moved'])).toMatchObject({ code: 0 });
      const before = await runOld(['list', '--output', 'jsonl']);
      expect(await runOld(['store', 'move', '--to', target.url])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
      const looked = await runOld(['store', 'move', '--to', target.url, '--dry-run', '--output', 'jsonl']);
      expect(jsonLines(looked.stdout).find(({ table }) => table === 'access_key')).toMatchObject({ rows: 1 });
      const moved = await runOld(['store', 'move', '--to', target.url, '--yes', '--output', 'jsonl']);
      expect(moved).toMatchObject({ code: 0, stderr: expect.stringContaining(`Moved to ${target.url}`) });
      expect(jsonLines(moved.stdout)).toEqual(jsonLines(looked.stdout));
      expect((await runOld(['list', '--output', 'jsonl'])).stdout).toBe(before.stdout);
      expect(await runOld(['reveal', 'vpn/moved', '--reason', 'test'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^ss:/),
      });
      expect((await runOld(['doctor'])).stdout).toContain(`postgres at ${target.url}`);
      const closed = await runOld(['list', '--store', 'sqlite']);
      expect(closed).toMatchObject({ code: 1, stderr: expect.stringContaining(`was moved to ${target.url}`) });
      expect(await runOld(['store', 'move', '--to', target.url, '--yes'])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('already'),
      });
    } finally {
      await target[Symbol.asyncDispose]();
    }
  });

  test('takes no password from its arguments, and needs to be told where to', async () => {
    const refused = await run(['store', 'move', '--to', 'postgres://rack:canary-password@db/keys', '--yes']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('PGPASSFILE') });
    expect(await run(['store', 'move', '--yes'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--to') });
    expect(await run(['store', 'move', '--to', 'sqlite', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('postgres://'),
    });
  });
});
