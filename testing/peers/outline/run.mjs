// Runs other people's clients, unchanged, against our Outline emulator: `node testing/peers/outline/run.mjs [scratch folder]`.
// Plain JavaScript without dependencies: it works as the first command on any Node from 18 on, like `npm test`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = resolve(process.argv[2] ?? join(tmpdir(), 'keyrack-peers-outline'));
const python = process.env['PYTHON'] ?? 'python3';

/** @typedef {{ readonly name: string, readonly script: string, readonly packages: readonly string[], readonly kind: 'python' | 'npm' }} Peer */

/** @type {readonly Peer[]} */
const peers = [
  { name: 'pyoutlineapi-0.3.0', script: 'pyoutlineapi_0_3.py', packages: ['pyoutlineapi==0.3.0'], kind: 'python' },
  { name: 'pyoutlineapi-0.4.0', script: 'pyoutlineapi_0_4.py', packages: ['pyoutlineapi==0.4.0'], kind: 'python' },
  { name: 'outline-vpn-api-6.6.3', script: 'outline_vpn_api.py', packages: ['outline-vpn-api==6.6.3'], kind: 'python' },
  { name: 'outlinevpn-api-3.0.0', script: 'outlinevpn-api.mjs', packages: ['outlinevpn-api@3.0.0'], kind: 'npm' },
];

if (`${scratch}/`.startsWith(repository)) fail('The scratch folder must not be in the repository.');
let failures = 0;
for (const peer of peers) {
  const prepared = await prepare(peer);
  if ('skipped' in prepared) console.log(`${peer.name}: skipped: ${prepared.skipped}`);
  else if (!(await withEmulator((line) => runPeer(peer, prepared.folder, line)))) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);

/**
 * Brings a peer into a folder of its own, once.
 * @param {Peer} peer
 * @returns {Promise<{ folder: string } | { skipped: string }>}
 */
async function prepare(peer) {
  const folder = join(scratch, peer.name);
  if (existsSync(join(folder, 'ready'))) return { folder };
  mkdirSync(folder, { recursive: true });
  const steps =
    peer.kind === 'npm'
      ? [[npm(), ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...peer.packages]]]
      : [
          [python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']],
          [python, ['-m', 'venv', join(folder, 'venv')]],
          [venvPython(folder), ['-m', 'pip', 'install', '--quiet', ...peer.packages]],
        ];
  for (const [program, words] of /** @type {[string, string[]][]} */ (steps)) {
    const { code, output } = await run(program, words);
    const last = output.trimEnd().split('\n').at(-1) ?? '';
    if (code !== 0) return { skipped: `"${program} ${words.slice(0, 3).join(' ')}" failed: ${last}` };
  }
  writeFileSync(join(folder, 'ready'), peer.packages.join(' '));
  return { folder };
}

/** @param {Peer} peer @param {string} folder @param {{ url: string, certSha256: string }} line */
async function runPeer({ kind, script }, folder, { url, certSha256 }) {
  const program = kind === 'npm' ? process.execPath : venvPython(folder);
  const { code, output } = await run(program, [join(here, script), url, certSha256, folder]);
  // What a peer writes about refusals that are meant to happen is of interest only when something is wrong.
  console.log(code === 0 ? output.trimEnd().split('\n').at(-1) : output.trimEnd());
  return code === 0;
}

/**
 * Starts a fresh emulator by its command, and ends it after the work.
 * @template T
 * @param {(line: { url: string, certSha256: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withEmulator(work) {
  const command = [join(repository, 'tools/run.mjs'), 'keyrack', 'emulate', 'outline', '--output', 'jsonl'];
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
function venvPython(folder) {
  return join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(program, words) {
  return new Promise((done) => {
    const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    // With one of these set, a client that pins a certificate is made to verify it by these roots as well.
    for (const name of ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
      if (program.includes('venv') && !words.includes('pip')) delete environment[name];
    const child = spawn(program, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => done({ code: null, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
