/**
 * The whole kill matrix: `npm run kill-matrix`. What is done is kept in a file, so that a run that was stopped goes on where it was;
 * `--fresh` begins anew; words narrow it to the cells that have them all: `rotate`, `outline`. As many cells at once as there are processors. With KEYRACK_TEST_STORE=postgres the racks are on PostgreSQL.
 * Prints a table and ends with 1 when anything was wrong.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cells, cellsWith } from './cells.ts';
import { startPostgresServer } from '@keyrack/testing-postgres';
import { postgresStores } from './postgres-stores.ts';
import { runCell } from './run-cell.ts';
import type { Cell, CellReport } from './run-cell.ts';

const server = process.env['KEYRACK_TEST_STORE'] === 'postgres' ? await startPostgresServer() : null;
const progressName = server === null ? 'kill-matrix.json' : 'kill-matrix-postgres.json';
const progressFile = fileURLToPath(new URL(`../../../../node_modules/.cache/${progressName}`, import.meta.url));
mkdirSync(dirname(progressFile), { recursive: true });

function readProgress(): Record<string, CellReport> {
  try {
    return JSON.parse(readFileSync(progressFile, 'utf8')) as Record<string, CellReport>; // written below
  } catch {
    return {};
  }
}

async function onPostgres(cell: Cell, socketFolder: string): Promise<CellReport> {
  await using stores = await postgresStores(socketFolder);
  return await runCell(cell, undefined, stores);
}

const words = process.argv.slice(2);
const nameOf = ({ system, action, fault }: Cell): string => `${system}, ${action}, ${fault}`;
const all = cellsWith(
  cells(),
  words.filter((word) => word !== '--fresh'),
);
const done = readProgress();
if (words.includes('--fresh')) for (const cell of all) delete done[nameOf(cell)];
const left = all.filter((cell) => !done[nameOf(cell)]);
const total = left.length;

/** Takes cells until none is left. */
async function work(): Promise<void> {
  for (let cell = left.shift(); cell !== undefined; cell = left.shift()) {
    process.stderr.write(`${total - left.length} of ${total}: ${nameOf(cell)}\n`);
    done[nameOf(cell)] = server === null ? await runCell(cell) : await onPostgres(cell, server.socketFolder);
    // Whole or not at all, should it be stopped just now.
    writeFileSync(`${progressFile}.new`, JSON.stringify(done));
    renameSync(`${progressFile}.new`, progressFile);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
const faults = [...new Set(all.map(({ fault }) => fault))];
process.stdout.write(`| killed at so many points | ${faults.join(' | ')} |\n|${'---|'.repeat(faults.length + 1)}\n`);
for (const row of new Set(all.map(({ system, action }) => `${system}, ${action}`))) {
  const reports = faults.map((fault) => done[`${row}, ${fault}`]);
  const texts = reports.map((report) =>
    report ? `${report.tried.length}${report.wrong.length > 0 ? `, WRONG: ${report.wrong.join('; ')}` : ''}` : '-',
  );
  process.stdout.write(`| ${row} | ${texts.join(' | ')} |\n`);
}
const finished = all.flatMap((cell) => done[nameOf(cell)] ?? []);
const points = finished.reduce((sum, { tried }) => sum + tried.length, 0);
const wrong = finished.flatMap((report) => report.wrong);
process.stdout.write(`\n${points} kills in ${all.length} cells; lost, orphaned, doubled or forgotten: ${wrong.length}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;
await server?.[Symbol.asyncDispose]();
