import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DoomedTask } from './points.ts';

const program = fileURLToPath(new URL('./doomed-process.ts', import.meta.url));
/** Compiled once for all of them: starting is most of what a doomed process does in its life. */
const compiled = fileURLToPath(new URL('../../../../node_modules/.cache/keyrack-doomed', import.meta.url));

/** What became of a doomed process. */
export interface Doom {
  /** False: it got to its end before the death point. */
  readonly died: boolean;
  /** All that it printed, for the canary scan. */
  readonly printed: string;
}

/** Starts a real process for one task and waits for its end. @throws {Error} when it failed in any other way than the one that was asked for */
export async function runDoomed(task: DoomedTask): Promise<Doom> {
  const child = spawn(
    process.execPath,
    ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', program, JSON.stringify(task)],
    { env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
  );
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  const [code, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the process failed with ${code ?? signal}: ${printed}`);
  return { died: signal === 'SIGKILL', printed };
}
