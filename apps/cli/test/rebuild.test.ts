import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLiteLLMEmulator, startOutlineEmulator } from '@keyrack/emulators';
import type { LiteLLMEmulator, OutlineEmulator } from '@keyrack/emulators';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';
import type { Finished } from './support/keyrack.ts';

const scratch = scratchFolder();
const lines = { outline: join(scratch.path, 'outline.json'), litellm: join(scratch.path, 'litellm.json') } as const;
let outline: OutlineEmulator;
let litellm: LiteLLMEmulator;

beforeAll(async () => {
  outline = await startOutlineEmulator();
  litellm = await startLiteLLMEmulator();
  writeFileSync(lines.outline, JSON.stringify(outline.readyLine));
  writeFileSync(lines.litellm, JSON.stringify(litellm.readyLine));
});
afterAll(async () => {
  scratch.remove();
  await outline.close();
  await litellm.close();
});

function run(at: string, ...words: readonly string[]): Promise<Finished> {
  return keyrack(words, { home: join(scratch.path, at) });
}

async function connect(at: string): Promise<void> {
  for (const system of ['outline', 'litellm'] as const)
    expect(await run(at, 'connection', 'add', system, system, '--from-json', lines[system])).toMatchObject({ code: 0 });
}

test('makes a lost rack again, and says what nobody knows any more', async () => {
  await connect('lost');
  const { stdout } = await run('lost', 'issue', 'outline', '--name', 'alice', '--data-limit', '5GB', '--owner', 'al');
  await run('lost', 'issue', 'litellm', '--name', 'bob');
  const before = jsonLines((await run('lost', 'list', '-o', 'jsonl')).stdout);

  expect(await run('new', 'rebuild')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no data folder') });
  await connect('new');
  expect(await run('new', 'rebuild', '--dry-run')).toMatchObject({ code: 0, stderr: expect.stringContaining('Would write 2 keys') });
  expect(await run('new', 'rebuild')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  const rebuilt = await run('new', 'rebuild', '--yes', '--output', 'jsonl');
  expect(rebuilt).toMatchObject({ code: 0, stderr: expect.stringContaining('the secrets of 1 key') });
  expect(jsonLines(rebuilt.stdout)).toMatchObject([
    { connection: 'litellm', keys: 1, withoutSecret: 1, withoutExpiry: 0 },
    { connection: 'outline', keys: 1, withoutSecret: 0, withoutExpiry: 1, hidesAdopted: true },
  ]);

  expect(await run('new', 'reap')).toMatchObject({ code: 0 });
  const after = jsonLines((await run('new', 'list', '-o', 'jsonl')).stdout);
  const same = ({ name, connection, state, upstreamId, limits }: Readonly<Record<string, unknown>>): unknown => ({
    name,
    connection,
    state,
    upstreamId,
    limits,
  });
  expect(after.filter(({ origin }) => origin === 'issued').map(same)).toEqual(before.filter(({ origin }) => origin === 'issued').map(same));
  expect((await run('new', 'reveal', 'outline/alice', '--reason', 'test')).stdout).toBe(stdout);
  expect(await run('new', 'rebuild')).toMatchObject({ code: 4, stderr: expect.stringContaining('already') });
});
