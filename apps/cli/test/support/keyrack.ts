import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program's entry, as a checkout runs it. */
export const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts are most of what these tests do; with compiled code kept they take half as long. */
const compileCache = fileURLToPath(new URL('../../../../node_modules/.cache/keyrack-cli-tests', import.meta.url));

const isRoot = process.getuid?.() === 0;

/** Another user would do as well, but may not be let into the checkout. */
const giveUp = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'];

/** Whether a test of permissions can be run: as an ordinary user, or as root where the tool of Linux is there that gives rights up. */
export const canObeyPermissions = !isRoot || spawnSync('setpriv', ['--version']).status === 0;

/** How the program is started. */
export interface Start {
  /** The data folder. */
  readonly home: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly nodeFlags?: readonly string[];
  /** Root gives up its right to write anywhere, see {@link canObeyPermissions}. */
  readonly obeysPermissions?: boolean;
}

/** What a finished run left behind. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run that is still going on. */
export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Waits until standard output matches. @throws when the program ends without */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same for standard error. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Longer than any run should take, shorter than a test may; nothing is left behind by a test that fails. */
const longestRunMs = 50_000;

/** Starts the real program in a process of its own. */
export function startKeyrack(words: readonly string[], start: Start): Running {
  const flags = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', ...(start.nodeFlags ?? [])];
  const {
    KEYRACK_MASTER_KEY: _masterKey,
    KEYRACK_STORE: _store,
    KEYRACK_AUDIT_FILE: _auditFile,
    NO_COLOR: _noColor,
    FORCE_COLOR: _forceColor,
    NODE_OPTIONS: _options,
    ...inherited
  } = process.env;
  const [command, ...first] = [...(start.obeysPermissions && isRoot ? giveUp : []), process.execPath];
  const child = spawn(command, [...first, ...flags, main, ...words], {
    env: { ...inherited, NODE_COMPILE_CACHE: compileCache, KEYRACK_HOME: start.home, ...start.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => {}); // a program that ends before it has read everything
  child.stdin.end(start.input ?? '');
  const read = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (read.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (read.stderr += chunk));
  const finished = once(child, 'close').then(([code, signal]): Finished => ({
    ...read,
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  const matched = async (stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(read[stream]);
      if (match) return match;
      if (child.exitCode !== null) throw new Error(`ended without printing ${pattern}: ${read.stdout}${read.stderr}`);
      await Promise.race([once(child[stream], 'data'), finished]);
    }
  };
  return { process: child, finished, printed: (pattern) => matched('stdout', pattern), said: (pattern) => matched('stderr', pattern) };
}

/** Runs the real program to its end. */
export function keyrack(words: readonly string[], start: Start): Promise<Finished> {
  return startKeyrack(words, start).finished;
}

/** A folder that is removed when `remove` is called. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keyrack-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The JSON lines of an output. */
export function jsonLines(output: string): readonly Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
