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

test('every method of both versions of the vendor has its row, and 34 of the old ones never worked', () => {
  const text = readFileSync(join(committed, '../../docs/authpi/methods-of-authpi-admin.md'), 'utf8');
  const [newest = '', oldest = '', models = ''] = text.split(/^## /m).slice(1);
  const rows = (part: string): readonly string[] => part.split('\n').filter((line) => line.startsWith('| `'));
  expect([rows(newest).length, rows(oldest).length, rows(models).length]).toEqual([142, 130, 89]);
  expect(rows(oldest).filter((row) => row.includes('never worked')).length).toBe(34);
  expect(rows(newest).filter((row) => !/\| `authpi\.[\w.()]+\(\)` \|$/.test(row))).toEqual([]);
});
