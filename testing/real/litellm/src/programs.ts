import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Runs a program to its end. Gives what it printed. @throws {Error} when it fails, with the end of its output */
export function run(program: string, programArguments: readonly string[], options: SpawnOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${programArguments.slice(0, 3).join(' ')} failed: ${output.trimEnd().slice(-2_000)}`));
    });
  });
}

/** Starts a program whose output goes to a file. */
export function start(
  program: string,
  programArguments: readonly string[],
  options: SpawnOptions & { readonly log: string },
): ChildProcess {
  const log = openSync(options.log, 'a');
  try {
    return spawn(program, programArguments, { ...options, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Asks a program to end, and ends it when it does not within 20 seconds. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  child.kill(signal);
  await ended;
  clearTimeout(timer);
}

/** Whether a program has ended. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
