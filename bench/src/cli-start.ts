/**
 * The command line as installed from its packed tarball, as ratios to `node -e 0`:
 * `node --conditions=@keyrack/source bench/src/cli-start.ts [keys]`
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRack } from '@keyrack/runtime';
import { startEmulatorProcess } from './emulator-process.ts';

const rounds = 21;
const keys = Number(process.argv[2] ?? 1_000);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
const [packed, prefix, home] = [join(folder, 'packed'), join(folder, 'installed'), join(folder, 'home')];

execFileSync(process.execPath, ['--conditions=@keyrack/source', join(root, 'tools/pack.ts'), packed, 'keyrack'], {
  cwd: root,
  stdio: 'ignore',
});
const tarball = readdirSync(packed).find((name) => name.endsWith('.tgz')) ?? '';
execFileSync('npm', ['install', '--global', '--no-audit', '--no-fund', '--prefix', prefix, join(packed, tarball)], { stdio: 'ignore' });
const program = join(prefix, 'bin', 'keyrack');

{
  using emulator = await startEmulatorProcess(keys);
  await using rack = await openRack({ environment: {}, home });
  const { url, certSha256 } = emulator;
  await rack.connections.add({ name: 'bench', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
  await rack.inventory.sync();
}

function milliseconds(command: string, commandLine: readonly string[]): number {
  const startMs = performance.now();
  const { status } = spawnSync(command, commandLine, {
    env: { ...process.env, KEYRACK_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} ${commandLine.join(' ')} ended with ${status}`);
  return performance.now() - startMs;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const commands: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'node -e 0': [process.execPath, '-e', '0'],
  'keyrack --version': [program, '--version'],
  'keyrack --help': [program, '--help'],
  [`keyrack list, ${keys} keys`]: [program, 'list'],
  [`keyrack list --output jsonl, ${keys} keys`]: [program, 'list', '--output', 'jsonl'],
};
const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, [command, ...commandLine]] of Object.entries(commands)) {
    const took = milliseconds(command, commandLine);
    if (round > 0) times.get(name)?.push(took); // the first fills the compile cache
  }
}
const reference = median(times.get('node -e 0') ?? []);
for (const [name, took] of times)
  process.stdout.write(`${name}: ${median(took).toFixed(0)} ms, ${(median(took) / reference).toFixed(2)} times node -e 0\n`);
rmSync(folder, { recursive: true });
