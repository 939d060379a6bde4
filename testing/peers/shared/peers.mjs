// What the commands beside this folder share: they bring other people's programs into a scratch folder and run them against a fresh emulator.
// Plain JavaScript without dependencies: it works as the first command on any Node from 18 on, like `npm test`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const python = process.env['PYTHON'] ?? 'python3';

/** @typedef {Readonly<Record<string, string>>} ReadyLine what `keyrack emulate` prints when it is ready */
/** @typedef {{ readonly name: string, readonly script: string, readonly packages: readonly string[], readonly kind: 'python' | 'npm', readonly emulate?: readonly string[] }} Peer `emulate`: further words for its emulator */
/** @typedef {{ readonly words: readonly string[], readonly environment?: Readonly<Record<string, string>> }} Told what a script is told */

/** Why something cannot be run here. */
export class Skip extends Error {}

/**
 * Runs every peer's script against an emulator of its own, and ends the program with 1 when one of them fails.
 * @param {string} system
 * @param {{ readonly here: string, readonly peers: readonly Peer[], readonly tell: (line: ReadyLine, folder: string) => Told }} suite
 */
export async function runPeers(system, { here, peers, tell }) {
  const scratch = scratchFolder(system);
  let failures = 0;
  for (const peer of peers) {
    try {
      const folder = await prepare(join(scratch, peer.name), peer);
      const passed = await withEmulator([system, ...(peer.emulate ?? [])], (line) =>
        runPeer(peer, { folder, here, ...tell(line, folder) }),
      );
      if (!passed) failures += 1;
    } catch (error) {
      if (!(error instanceof Skip)) throw error;
      console.log(`${peer.name}: skipped: ${error.message}`);
    }
  }
  process.exit(failures === 0 ? 0 : 1);
}

/**
 * The folder that the command was given, or one of its own in the system's folder for temporary files.
 * @param {string} system
 */
export function scratchFolder(system) {
  const scratch = resolve(process.argv[2] ?? join(tmpdir(), `keyrack-peers-${system}`));
  if (`${scratch}/`.startsWith(repository)) fail('The scratch folder must not be in the repository.');
  return scratch;
}

/**
 * Brings a peer into a folder, once.
 * @param {string} folder
 * @param {Peer} peer
 */
async function prepare(folder, { kind, packages }) {
  const ready = join(folder, 'ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === packages.join(' ')) return folder;
  mkdirSync(folder, { recursive: true });
  if (kind === 'npm') await demand(npm(), ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...packages]);
  else await pythonPackages(folder, packages);
  writeFileSync(ready, packages.join(' '));
  return folder;
}

/**
 * Makes a virtual environment with packages.
 * @param {string} folder
 * @param {readonly string[]} packages
 */
export async function pythonPackages(folder, packages) {
  await demandPython();
  await demand(python, ['-m', 'venv', join(folder, 'venv')]);
  await demand(venvPython(folder), ['-m', 'pip', 'install', '--quiet', ...packages]);
}

/** Gives the interpreter that `PYTHON` names, when it will do. */
export async function demandPython() {
  const works = await run(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
  if (works.code !== 0) throw new Skip(`no Python 3.10 or newer with venv as "${python}" (PYTHON names another)`);
  return python;
}

/**
 * @param {Peer} peer
 * @param {Told & { readonly folder: string, readonly here: string }} told
 */
async function runPeer({ kind, script }, { folder, here, words, environment }) {
  const program = kind === 'npm' ? process.execPath : venvPython(folder);
  const env = { ...peerEnvironment(), PYTHONPATH: shared, ...environment };
  const { code, output } = await run(program, [join(here, script), ...words], { env });
  // What a peer writes about refusals that are meant to happen is of interest only when something is wrong.
  console.log(code === 0 ? output.trimEnd().split('\n').at(-1) : output.trimEnd());
  return code === 0;
}

/** This program's environment, but for what makes a client that pins a certificate verify it by other roots as well. */
export function peerEnvironment() {
  const { REQUESTS_CA_BUNDLE: _requests, CURL_CA_BUNDLE: _curl, ...environment } = process.env;
  return { ...environment, PYTHONDONTWRITEBYTECODE: '1' };
}

/**
 * Starts a fresh emulator by its command, and ends it after the work.
 * @template T
 * @param {readonly string[]} words the system, and what else its emulator is told
 * @param {(line: ReadyLine) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withEmulator(words, work) {
  const command = [join(repository, 'tools/run.mjs'), 'keyrack', 'emulate', ...words, '--output', 'jsonl'];
  const emulator = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => emulator.once('exit', done));
  try {
    for await (const line of createInterface({ input: emulator.stdout })) return await work(JSON.parse(line));
    return fail('The emulator did not start.');
  } finally {
    emulator.kill('SIGTERM');
    await ended;
  }
}

/** @param {string} folder */
export function venvPython(folder) {
  return join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function run(program, words, options = {}) {
  return new Promise((done) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => done({ code: null, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}

/** @param {string} program @param {readonly string[]} words */
export async function demand(program, words) {
  const { code, output } = await run(program, words);
  if (code !== 0) throw new Skip(`"${words.slice(0, 3).join(' ')}" failed: ${output.trimEnd().split('\n').at(-1) ?? ''}`);
}

/** @param {string} message @returns {never} */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
