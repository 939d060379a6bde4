import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of `store-process.ts`, killed with the scope if it still runs. */
export interface StoreProcess extends Disposable {
  readonly process: ChildProcess;
  /** What it prints, line by line. */
  readonly lines: AsyncIterable<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** Starts a process that does something with the store at a path. */
export function startStoreProcess(task: 'open' | 'count' | 'write' | 'hang', path: string, times = 0): StoreProcess {
  const script = fileURLToPath(new URL('./store-process.ts', import.meta.url));
  const flags = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, script, task, path, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
