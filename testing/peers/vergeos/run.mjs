// Runs the vendor's own live suite, unchanged, against our VergeOS emulator: `node testing/peers/vergeos/run.mjs [scratch folder]`.
// Plain JavaScript without dependencies: it works as the first command on any Node from 18 on, like `npm test`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const version = '1.7.1';
const sourceSha256 = '03b716890c41142d83fd6efa37788ddbb5966bfcf75f88fa27c8a0973e268a2d';
const runner = 'pytest==9.2.0';
const expected = 91;
const files = ['api_keys', 'users', 'groups', 'permissions', 'connection', 'filter_quoting'].map(
  (name) => `tests/integration/test_${name}.py`,
);

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = resolve(process.argv[2] ?? join(tmpdir(), 'keyrack-peers-vergeos'));
const python = process.env['PYTHON'] ?? 'python3';
const suite = join(scratch, `pyvergeos-${version}`);
const venvPython = join(scratch, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Why the suite cannot run here. */
class Skip extends Error {}

try {
  await prepare();
  const { passed, line } = await withEmulator(runSuite);
  console.log(`pyvergeos ${version}, its own live suite: ${line}`);
  if (passed !== expected) fail(`${expected} passed tests were expected, and nothing else.`);
} catch (error) {
  if (!(error instanceof Skip)) throw error;
  console.log(`skipped: ${error.message}`);
}

/** Brings the suite and what it needs into the scratch folder, once. */
async function prepare() {
  if (!relativeOutside(scratch)) fail('The scratch folder must not be in the repository.');
  const ready = join(scratch, 'ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === `${version} ${runner}`) return;
  const works = await run(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
  if (works.code !== 0) throw new Skip(`no Python 3.10 or newer with venv as "${python}" (PYTHON names another)`);
  mkdirSync(scratch, { recursive: true });
  const name = `pyvergeos==${version}`;
  await demand(python, ['-m', 'pip', 'download', name, '--no-deps', '--no-binary', ':all:', '--quiet', '--dest', scratch]);
  const source = join(scratch, `pyvergeos-${version}.tar.gz`);
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex');
  if (digest !== sourceSha256) fail(`The source package of pyvergeos ${version} is another one: SHA-256 ${digest}.`);
  await demand(python, ['-m', 'tarfile', '-e', source, scratch]);
  await demand(python, ['-m', 'venv', join(scratch, 'venv')]);
  await demand(venvPython, ['-m', 'pip', 'install', '--quiet', name, runner]);
  writeFileSync(ready, `${version} ${runner}`);
}

/**
 * Starts the emulator by its command, and ends it after the work.
 * @template T
 * @param {(line: { url: string, username: string, password: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withEmulator(work) {
  const command = [join(repository, 'tools/run.mjs'), 'keyrack', 'emulate', 'vergeos', '--output', 'jsonl'];
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

/** @param {{ url: string, username: string, password: string }} emulator */
async function runSuite({ url, username, password }) {
  const environment = { ...process.env, VERGE_HOST: new URL(url).host, VERGE_USERNAME: username, VERGE_PASSWORD: password };
  // With one of these set, the vendor's client verifies certificates although it was told not to.
  for (const name of ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) delete environment[name];
  const options = ['-o', 'addopts=', '-q', '-W', 'ignore', '-p', 'no:cacheprovider'];
  const { code, output } = await run(venvPython, ['-m', 'pytest', ...options, ...files], { cwd: suite, env: environment });
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0) console.log(output);
  const clean = code === 0 && !/failed|error|skipped/.test(line);
  return { line, passed: clean ? Number(/(\d+) passed/.exec(line)?.[1] ?? 0) : 0 };
}

/**
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(program, programArguments, options = {}) {
  return new Promise((done) => {
    const child = spawn(program, programArguments, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => done({ code: null, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}

/** @param {string} program @param {readonly string[]} programArguments */
async function demand(program, programArguments) {
  const { code, output } = await run(program, programArguments);
  if (code !== 0) throw new Skip(`"${programArguments.slice(0, 3).join(' ')}" failed: ${output.trimEnd().split('\n').at(-1) ?? ''}`);
}

/** @param {string} folder */
function relativeOutside(folder) {
  return !`${folder}/`.startsWith(repository);
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
