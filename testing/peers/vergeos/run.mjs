// Runs the vendor's own live suite, and its manager of API keys, unchanged, against our VergeOS emulator: `node testing/peers/vergeos/run.mjs [scratch folder]`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Skip,
  demand,
  demandPython,
  fail,
  peerEnvironment,
  pythonPackages,
  run,
  runPeers,
  scratchFolder,
  venvPython,
  withEmulator,
} from '../shared/peers.mjs';

const version = '1.7.1';
const sourceSha256 = '03b716890c41142d83fd6efa37788ddbb5966bfcf75f88fa27c8a0973e268a2d';
const runner = 'pytest==9.2.0';
const expected = 91;
const files = ['api_keys', 'users', 'groups', 'permissions', 'connection', 'filter_quoting'].map(
  (name) => `tests/integration/test_${name}.py`,
);

const scratch = scratchFolder('vergeos');

try {
  await prepare();
  const { passed, line } = await withEmulator(['vergeos'], runSuite);
  console.log(`pyvergeos ${version}, its own live suite: ${line}`);
  if (passed !== expected) fail(`${expected} passed tests were expected, and nothing else.`);
} catch (error) {
  if (!(error instanceof Skip)) throw error;
  console.log(`skipped: ${error.message}`);
}

await runPeers('vergeos', {
  here: fileURLToPath(new URL('.', import.meta.url)),
  peers: [{ name: 'api-key-manager', script: 'api_key_manager.py', packages: [`pyvergeos==${version}`], kind: 'python' }],
  tell: (line) => ({ words: [], environment: loginOf(line) }),
});

/** Brings the suite and what it needs into the scratch folder, once. */
async function prepare() {
  const ready = join(scratch, 'ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === `${version} ${runner}`) return;
  const python = await demandPython();
  mkdirSync(scratch, { recursive: true });
  const name = `pyvergeos==${version}`;
  await demand(python, ['-m', 'pip', 'download', name, '--no-deps', '--no-binary', ':all:', '--quiet', '--dest', scratch]);
  const source = join(scratch, `pyvergeos-${version}.tar.gz`);
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex');
  if (digest !== sourceSha256) fail(`The source package of pyvergeos ${version} is another one: SHA-256 ${digest}.`);
  await demand(python, ['-m', 'tarfile', '-e', source, scratch]);
  await pythonPackages(scratch, [name, runner]);
  writeFileSync(ready, `${version} ${runner}`);
}

/** @param {import('../shared/peers.mjs').ReadyLine} line */
function loginOf({ url = '', username = '', password = '' }) {
  return { VERGE_HOST: new URL(url).host, VERGE_USERNAME: username, VERGE_PASSWORD: password };
}

/** @param {import('../shared/peers.mjs').ReadyLine} line */
async function runSuite(line) {
  const environment = { ...peerEnvironment(), ...loginOf(line) };
  const options = ['-o', 'addopts=', '-q', '-W', 'ignore', '-p', 'no:cacheprovider'];
  const suite = join(scratch, `pyvergeos-${version}`);
  const { code, output } = await run(venvPython(scratch), ['-m', 'pytest', ...options, ...files], { cwd: suite, env: environment });
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0) console.log(output);
  const clean = code === 0 && !/failed|error|skipped/.test(last);
  return { line: last, passed: clean ? Number(/(\d+) passed/.exec(last)?.[1] ?? 0) : 0 };
}
