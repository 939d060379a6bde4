import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { scratchCheckout } from './scratch-checkout.ts';

/** `/proc` is Linux's; so are `setsid` and `script`, which give a program no terminal, and one of its own. */
const linux = process.platform === 'linux';
const tools = join(import.meta.dirname, '..');

/** Stands in for npm: notes that it ran, takes its time, and installs by writing npm's own record. */
const npm = `
const { appendFileSync, copyFileSync, existsSync, mkdirSync } = require('node:fs');
if (existsSync('busy')) appendFileSync('calls', 'two at once\\n');
mkdirSync('busy');
appendFileSync('calls', process.argv.slice(2, 3) + '\\n');
setTimeout(() => {
  mkdirSync('node_modules');
  copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  require('node:fs').rmdirSync('busy');
}, 300);
`;

/** Stands in for the command line: shows what reached it, and ends as it is told to. */
const program = `
const [how, ...rest] = process.argv.slice(2);
if (how === 'echo') process.stdin.pipe(process.stdout);
if (how === 'show') console.log(JSON.stringify({ rest, flags: process.execArgv, cwd: process.cwd() }));
if (how === 'exit') process.exitCode = Number(rest[0]);
if (how === 'die') process.kill(process.pid, 'SIGKILL');
if (how === 'wait') {
  const timer = setInterval(() => {}, 1_000);
  // It lingers, so that a second signal would be seen.
  process.on(rest[0], () => { console.log('caught'); process.exitCode = 42; setTimeout(() => clearInterval(timer), 200); });
  console.log('ready');
  setTimeout(() => process.exit(9), 30_000).unref(); // not left behind by a test that failed
}
`;

async function checkout(): Promise<ScratchFolder> {
  const scratch = await scratchCheckout({
    'package-lock.json': '{"packages":{}}',
    'npm/npm-cli.js': npm,
    'apps/cli/src/main.ts': program,
  });
  cpSync(join(tools, 'run.mjs'), scratch.join('tools/run.mjs'));
  cpSync(join(tools, 'run'), scratch.join('tools/run'), { recursive: true });
  return scratch;
}

function start(scratch: ScratchFolder, ...args: string[]): ChildProcess {
  const env = { ...process.env, npm_execpath: scratch.join('npm/npm-cli.js') };
  return spawn(process.execPath, [scratch.join('tools/run.mjs'), 'keyrack', ...args], { cwd: scratch.path, env, stdio: 'pipe' });
}

async function run(
  scratch: ScratchFolder,
  args: string[],
  input = '',
): Promise<{ code: number | null; signal: string | null; output: string }> {
  const child = start(scratch, ...args);
  child.stdin?.end(input);
  const ended = once(child, 'exit');
  const output = child.stdout === null ? '' : await text(child.stdout);
  const [code, signal] = (await ended) as [number | null, string | null]; // the arguments of the event "exit"
  return { code, signal, output };
}

test('installs before the first run, and never again', async () => {
  await using scratch = await checkout();
  expect(await run(scratch, ['exit', '0'])).toMatchObject({ code: 0 });
  expect(await run(scratch, ['exit', '0'])).toMatchObject({ code: 0 });
  expect(await readFile(scratch.join('calls'), 'utf8')).toBe('ci\n');
});

test('installs once when two start at the same time', async () => {
  await using scratch = await checkout();
  const both = await Promise.all([run(scratch, ['exit', '0']), run(scratch, ['exit', '0'])]);
  expect(both).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(await readFile(scratch.join('calls'), 'utf8')).toBe('ci\n');
});

test('hands arguments, standard input and output through unchanged', async () => {
  await using scratch = await checkout();
  const args = ['--name', 'a b', '', '--', '"$HOME"', '*'];
  const shown = JSON.parse((await run(scratch, ['show', ...args])).output) as unknown;
  expect(shown).toMatchObject({ rest: args, flags: expect.arrayContaining(['--conditions=@keyrack/source']) });
  const input = 'ä\n'.repeat(100_000);
  expect((await run(scratch, ['echo'], input)).output).toBe(input);
});

test('ends as the program ended, by code or by signal', async () => {
  await using scratch = await checkout();
  expect(await run(scratch, ['exit', '5'])).toMatchObject({ code: 5, signal: null });
  expect(await run(scratch, ['die'])).toMatchObject({ code: null, signal: 'SIGKILL' });
});

test.each(['SIGTERM', 'SIGHUP'] as const)('passes %s on and gives the code the program answers with', async (signal) => {
  await using scratch = await checkout();
  const child = start(scratch, 'wait', signal);
  const lines = linesOf(child);
  await lines.next();
  child.kill(signal);
  expect(await lines.next()).toMatchObject({ value: 'caught' });
  expect(await once(child, 'exit')).toEqual([42, null]);
});

/** Starts the program as npm does: below a shell, and that below another process. */
function startBelowShell(scratch: ScratchFolder): ChildProcess {
  const env = { ...process.env, npm_execpath: scratch.join('npm/npm-cli.js'), npm_lifecycle_event: 'keyrack', INIT_CWD: scratch.path };
  const command = `"${process.execPath}" tools/run.mjs keyrack wait SIGTERM; exit $?`; // more than one, so that the shell stays
  const standIn = "console.log(require('node:child_process').spawn('sh', ['-c', process.argv[1]], { stdio: 'inherit' }).pid)";
  return spawn(process.execPath, ['--eval', standIn, command], { cwd: scratch.path, env, stdio: 'pipe' });
}

test.skipIf(process.platform === 'win32')('ends the program when npm is told to end and only its shell hears of it', async () => {
  await using scratch = await checkout();
  const lines = linesOf(startBelowShell(scratch));
  const shell = await lines.next();
  await lines.next();
  process.kill(Number(shell.value), 'SIGTERM');
  expect(await lines.next()).toMatchObject({ value: 'caught' });
  expect(await lines.next()).toMatchObject({ done: true });
});

test.skipIf(!linux)('ends the program when npm was killed', async () => {
  await using scratch = await checkout();
  const npm = startBelowShell(scratch);
  const lines = linesOf(npm);
  await lines.next();
  await lines.next();
  npm.kill('SIGKILL');
  expect(await lines.next()).toMatchObject({ value: 'caught' });
  expect(await lines.next()).toMatchObject({ done: true });
});

test.skipIf(!linux)('passes SIGINT on where there is no terminal to do it', async () => {
  await using scratch = await checkout();
  const env = { ...process.env, npm_execpath: scratch.join('npm/npm-cli.js') };
  const args = [process.execPath, scratch.join('tools/run.mjs'), 'keyrack', 'wait', 'SIGINT'];
  const child = spawn('setsid', args, { cwd: scratch.path, env, stdio: 'pipe' });
  const lines = linesOf(child);
  await lines.next();
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([42, null]);
});

test.skipIf(!linux)("lets a terminal's Ctrl-C reach the program once", async () => {
  await using scratch = await checkout();
  await promisify(execFile)(process.execPath, [scratch.join('tools/run.mjs'), 'keyrack', 'exit', '0'], {
    cwd: scratch.path,
    env: { ...process.env, npm_execpath: scratch.join('npm/npm-cli.js') },
  });
  // The shell says how it ended: `script` itself loses an exit code now and then. Its trap keeps the shell from dying of the key.
  const run = `${process.execPath} ${scratch.join('tools/run.mjs')} keyrack wait SIGINT`;
  const command = `trap : INT; ${run}; echo "ended with $?"`;
  const child = spawn('script', ['--quiet', '--command', command, '/dev/null'], { cwd: scratch.path, stdio: 'pipe' });
  let output = '';
  let pressed = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (pressed || !output.includes('ready')) return;
    pressed = true;
    child.stdin.write('\x03');
  });
  await once(child, 'close');
  expect(output).toContain('ended with 42');
  expect(output.match(/caught/g)).toHaveLength(1);
});

function linesOf(child: ChildProcess): AsyncIterator<string> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}
