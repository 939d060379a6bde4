import { execFile, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { scratchFolder, type ScratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { readManifest } from '../check/workspace.ts';
import { packPackages } from '../pack/packages.ts';
import { npmCommand } from '../run/install.mjs';

const root = join(import.meta.dirname, '../..');
let scratch: ScratchFolder;

beforeAll(async () => {
  scratch = await scratchFolder();
  const [tarball = ''] = await packPackages({ root, folder: scratch.join('packed'), names: ['keyrack'] });
  const [command, first] = npmCommand(process.execPath, process.env);
  const args = ['install', '--global', '--offline', '--no-audit', '--no-fund', `--prefix=${scratch.join('prefix')}`, tarball];
  await promisify(execFile)(command, [...first, ...args], { cwd: scratch.path });
});

afterAll(() => scratch[Symbol.asyncDispose]());

const server = inject('postgres');

/** Runs the installed program, as a stranger to this repository. */
function keyrack(args: readonly string[], nodeFlags: readonly string[] = [], home = 'home'): SpawnSyncReturns<string> {
  const env = { ...environment(), KEYRACK_HOME: scratch.join(home) };
  return spawnSync(process.execPath, [...nodeFlags, program(), ...args], { cwd: scratch.path, encoding: 'utf8', env });
}

function program(): string {
  return scratch.join('prefix/bin/keyrack');
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: scratch.join('cache'), NODE_OPTIONS: '' };
}

/** Takes a key through its life, and the rack through what is loaded for few commands only. Gives what went wrong. */
async function walk(home: string, store: readonly string[]): Promise<readonly string[]> {
  const emulator = spawn(process.execPath, [program(), 'emulate', 'outline', '--output', 'jsonl'], {
    cwd: scratch.path,
    env: environment(),
  });
  try {
    const [line]: readonly unknown[] = await once(emulator.stdout.setEncoding('utf8'), 'data');
    await writeFile(scratch.join('line.json'), String(line));
    await writeFile(scratch.join('passphrase'), 'five words of a phrase');
    const steps = [
      ['connection', 'add', 'outline', 'vpn', '--from-json', scratch.join('line.json')],
      ['issue', 'vpn', '--name', 'alice', '--rotate-cron', '0 3 * * 1'],
      ['rotate', 'alice', '--overlap', '0s'],
      ['revoke', 'alice', '--yes'],
      ['audit', 'checkpoint'],
      ['audit', 'verify'],
      ['backup', scratch.join(`${home}.backup`), '--passphrase-file', scratch.join('passphrase')],
      ['list'],
    ];
    const failures = steps.flatMap((step) => {
      const { status, stderr } = keyrack([...store, ...step], [], home);
      return status === 0 ? [] : [`${step.join(' ')} ended with ${status}: ${stderr}`];
    });
    const worker = spawn(process.execPath, [program(), ...store, 'work'], {
      cwd: scratch.path,
      env: { ...environment(), KEYRACK_HOME: scratch.join(home) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await Promise.race([once(worker.stdout, 'data'), once(worker.stderr, 'data')]);
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'exit');
    return code === 0 ? failures : [...failures, `work ended with ${code}`];
  } finally {
    emulator.kill();
    await once(emulator, 'exit');
  }
}

describe.skipIf(process.platform === 'win32')('the command line as installed from its tarball', () => {
  test('says its version, and nothing else', () => {
    const { version } = readManifest(join(root, 'apps/cli'));
    expect(keyrack(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('brings every lazily loaded part along', () => {
    expect(keyrack(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('issue'), stderr: '' });
    expect(keyrack(['list', '--output', 'jsonl']).stderr).not.toContain('Cannot find module');
  });

  test('keeps a rack on SQLite', async () => {
    expect(await walk('on-sqlite', [])).toEqual([]);
  });

  test.skipIf(server === null)('keeps a rack on PostgreSQL', async () => {
    await using database = await freshDatabase(server ?? '');
    expect(await walk('on-postgres', ['--store', database.url])).toEqual([]);
  });

  test("keeps compiled code in the user's own cache folder", async () => {
    keyrack(['--version']);
    expect(await readdir(scratch.join('cache/keyrack/compiled'))).not.toEqual([]);
  });

  test('tells the owner of an old Node what to do, before it loads anything', async () => {
    const old = "data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })";
    const { status, stderr } = keyrack(['--version'], ['--import', old]);
    expect(status).toBe(1);
    expect(stderr).toContain('keyrack needs Node 22.19 or newer');
  });

  test('holds the bundle, the licence and the README, and needs no other package', async () => {
    const installed = scratch.join('prefix/lib/node_modules/keyrack');
    expect((await readdir(installed)).toSorted()).toEqual(['LICENSE', 'README.md', 'bundle', 'package.json']);
    expect(readManifest(installed).dependencies).toBeUndefined();
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

test('refuses to pack what is not published from here', async () => {
  await expect(packPackages({ root, folder: scratch.join('packed'), names: ['@keyrack/bench'] })).rejects.toThrow('@keyrack/bench');
});
