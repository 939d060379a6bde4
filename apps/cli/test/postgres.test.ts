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
