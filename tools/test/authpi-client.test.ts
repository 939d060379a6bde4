import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeClient, writeTables } from '../authpi-client/generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrack-authpi-client-'));
const committed = join(import.meta.dirname, '../../clients/authpi');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is written from the contract is what is committed: else run tools/authpi-client/generate.ts', async () => {
  const files = await writeClient(folder);
  expect(files.length).toBeGreaterThan(50);
  const different = files.filter((file) => readFileSync(join(folder, file), 'utf8') !== readFileSync(join(committed, file), 'utf8'));
  expect(different).toEqual([]);
});

test('so are the tables of keyrack authpi and of the methods of the vendor', async () => {
  for (const file of await writeTables(folder))
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(committed, '../..', file), 'utf8'));
});
