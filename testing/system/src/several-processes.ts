import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A program of this folder that runs as a process of its own. */
export interface ChildProgram extends AsyncDisposable {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** What it printed, a line of JSON each. */
  readonly lines: Record<string, unknown>[];
  /** What it said on standard error. */
  errors(): string;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts a program beside this file. It is killed when the scope ends. */
export function startProgram(file: string, task: object): ChildProgram {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const words = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', path, JSON.stringify(task)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  let errors = '';
  createInterface(child.stdout).on('line', (line) => void lines.push(JSON.parse(line)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const ended = once(child, 'close').then(([code]) => code as number | null); // what node gives with `close`
  return {
    process: child,
    lines,
    errors: () => errors,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits for something; the test's own time-out is the limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20);
}
