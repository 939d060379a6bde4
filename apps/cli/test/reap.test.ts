import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { OutlineClient } from '@keyrack/outline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';
import type { Finished } from './support/keyrack.ts';

const scratch = scratchFolder();
let outline: OutlineEmulator;
let client: OutlineClient;

beforeAll(async () => {
  outline = await startOutlineEmulator();
  const { url, certSha256 } = outline.readyLine;
  client = new OutlineClient({ apiUrl: url, certSha256 });
  const line = join(scratch.path, 'line.json');
  writeFileSync(line, JSON.stringify(outline.readyLine));
  await run(['connection', 'add', 'outline', 'vpn', '--from-json', line]);
  for (const name of ['alice', 'bob', 'carol']) await run(['issue', 'vpn', '--name', name]);
});
afterAll(async () => {
  scratch.remove();
  await client.close();
  await outline.close();
});

function run(words: readonly string[]): Promise<Finished> {
  return keyrack(words, { home: join(scratch.path, 'home') });
}

function idOf(name: string): string {
  return outline.state().keys.find((key) => key.name.startsWith(name))?.id ?? '';
}

test('reports first, repairs only the records, and only when told to', async () => {
  expect(await run(['reap'])).toMatchObject({ code: 0, stderr: expect.stringContaining('Everything is as it is written down') });
  const mark = outline.state().keys[0]?.name.slice(-17, -6) ?? '';
  expect(mark).toMatch(/^-kr/);
  await client.accessKeys.delete(idOf('bob'));
  await client.accessKeys.rename(idOf('carol'), 'renamed by hand');
  await client.accessKeys.create({ name: `dora${mark}zzzzzz` });
  await client.accessKeys.create({ name: 'nobody of ours' });
  const upstream = outline.state().keys;

  const reported = await run(['reap', '--output', 'jsonl']);
  expect(reported.code).toBe(1);
  expect(jsonLines(reported.stdout).map(({ finding, name, repair, fields }) => ({ finding, name, repair, fields }))).toEqual([
    { finding: 'unrecorded', name: 'dora', repair: 'record', fields: [] },
    { finding: 'gone', name: 'bob', repair: 'end', fields: [] },
    { finding: 'changed', name: 'carol', repair: null, fields: ['name'] },
  ]);
  expect(await run(['reap', '--repair'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(await run(['reap', '--repair', '--dry-run'])).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed.') });
  expect(jsonLines((await run(['reap', '-o', 'jsonl'])).stdout)).toHaveLength(3);

  const repaired = await run(['reap', '--repair', '--yes', '--output', 'jsonl']);
  expect(repaired.code).toBe(3);
  expect(jsonLines(repaired.stdout).map(({ name, result }) => ({ name, result }))).toEqual([
    { name: 'dora', result: 'repaired' },
    { name: 'bob', result: 'repaired' },
    { name: 'carol', result: 'found' },
  ]);
  expect(outline.state().keys).toEqual(upstream);
  expect(jsonLines((await run(['reap', '-o', 'jsonl'])).stdout)).toMatchObject([{ name: 'carol', finding: 'changed' }]);
  expect(JSON.parse((await run(['show', 'vpn/bob', '-o', 'json'])).stdout)).toMatchObject({ state: 'revoked' });
});

test('says which system could not be read, and what is wrong on the others', async () => {
  outline.faults.add({ effect: { kind: 'status', when: 'before', status: 500, body: '', headers: {} }, times: 1_000 });
  expect(await run(['reap', 'vpn'])).toMatchObject({ code: expect.any(Number), stderr: expect.stringContaining('vpn:') });
  expect((await run(['reap', 'vpn'])).code).not.toBe(0);
});
