/**
 * Plants faults in the engine's operations, one at a time, in a private copy of the sources, and runs the engine's tests on each:
 * `npm run mutation-check`. What is known is kept in a file, so that a run that was stopped goes on; `--fresh` begins anew. Ends with 1 when
 * a fault survives that is not known to be harmless.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { harmless } from './harmless.ts';
import { mutants } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import { makePrivateCopy } from './private-copy.ts';

type Fate = 'caught' | 'survived';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const progressFile = join(root, 'node_modules/.cache/mutation-check.json');
/** Some times what all tests take of a processor, in seconds: a fault that makes them run in circles is caught. */
const longestProcessorSeconds = 25;
/** A fault that makes them wait for ever is caught, too. */
const timeoutMs = 240_000;

if (process.argv.includes('--fresh')) rmSync(progressFile, { force: true });
mkdirSync(dirname(progressFile), { recursive: true });
const all = mutants(root);
const known = readProgress();
const left = all.filter((mutant) => known[nameOf(mutant)] === undefined);
process.stderr.write(`${left.length} of ${all.length} planted faults are left to try\n`);
await Promise.all(Array.from({ length: Math.min(left.length, availableParallelism()) }, workThrough));
report(all.map((mutant) => [mutant, known[nameOf(mutant)] ?? 'survived'] as const));

function nameOf({ file, original, replacement }: Mutant): string {
  return `${file} ${original} -> ${replacement}`;
}

/** Takes planted faults until none is left, in a copy of its own. */
async function workThrough(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyrack-mutants-'));
  try {
    makePrivateCopy(root, folder);
    if ((await fateOfCopy(folder)) !== 'survived') throw new Error('the tests fail without a planted fault');
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const fate = await fateOf(folder, mutant);
      process.stderr.write(`${mutant.file}:${mutant.line} ${fate}; ${left.length} are left\n`);
      known[nameOf(mutant)] = fate;
      writeFileSync(progressFile, JSON.stringify(known));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fateOf(folder: string, { file, at, original, replacement }: Mutant): Promise<Fate> {
  const path = join(folder, file);
  const whole = readFileSync(path, 'utf8');
  if (whole.slice(at, at + original.length) !== original) throw new Error(`${file} was changed while faults were planted`);
  writeFileSync(path, whole.slice(0, at) + replacement + whole.slice(at + original.length));
  try {
    return await fateOfCopy(folder);
  } finally {
    writeFileSync(path, whole);
  }
}

async function fateOfCopy(folder: string): Promise<Fate> {
  const program = join(folder, 'testing/system/src/mutation/run-engine-tests.ts');
  const flags = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning'];
  const limited = ['-c', `ulimit -t ${longestProcessorSeconds}; exec "$@"`, 'sh', process.execPath, ...flags, program, folder];
  const child = spawn('/bin/sh', limited, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], timeout: timeoutMs, killSignal: 'SIGKILL' });
  const [printed, [, signal]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null, string | null]>]);
  if (signal !== null) return 'caught'; // it goes on for ever
  const { passed = 0, failed = 0 } = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as {
    readonly passed?: number;
    readonly failed?: number;
  };
  if (passed + failed === 0) throw new Error('not a single test ran');
  return failed > 0 ? 'caught' : 'survived';
}

function readProgress(): Record<string, Fate> {
  try {
    return JSON.parse(readFileSync(progressFile, 'utf8')) as Record<string, Fate>; // written above
  } catch {
    return {};
  }
}

function report(fates: readonly (readonly [Mutant, Fate])[]): void {
  const survivors = fates.filter(([, fate]) => fate === 'survived').map(([mutant]) => mutant);
  const reasonOf = ({ file, original }: Mutant): string | undefined =>
    harmless.find((known) => known.file === file && original.includes(known.contains))?.reason;
  for (const mutant of survivors) {
    const text = mutant.original.trim().split('\n').join(' ').replaceAll(/ +/g, ' ').slice(0, 110);
    process.stdout.write(`survived: ${mutant.file}:${mutant.line} ${text}${reasonOf(mutant) ? ` (harmless: ${reasonOf(mutant)})` : ''}\n`);
  }
  const unexplained = survivors.filter((mutant) => reasonOf(mutant) === undefined).length;
  const caught = fates.length - survivors.length;
  process.stdout.write(
    `${caught} of ${fates.length} planted faults were caught; ${survivors.length - unexplained} are harmless, ${unexplained} survived\n`,
  );
  process.exitCode = unexplained > 0 ? 1 : 0;
}
