import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { demoStore } from './stage.ts';
import type { Stage } from './stage.ts';

const pollMs = 20;
const patienceMs = 20_000;

/**
 * Runs a command in a process of its own and kills that process with SIGKILL at the worst moment: the server has acted, and
 * its answer never arrives.
 * @param call - the call of the server at which it dies
 * @throws {Error} when the call never came
 */
export async function killInTheMiddle(
  { context, narrator, home, servers: { outline } }: Stage,
  { words, call }: { readonly words: readonly string[]; readonly call: { readonly method: string; readonly path: string } },
): Promise<void> {
  await narrator.command(words);
  outline.faults.add({ ...call, effect: { kind: 'hold', when: 'after' } });
  const [program = ''] = process.argv.slice(1);
  const env = { ...context.host.environment, KEYRACK_HOME: home, KEYRACK_STORE: demoStore, KEYRACK_AUDIT_FILE: 'none' };
  const child = spawn(process.execPath, [...process.execArgv, program, ...words], { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await heldBack(outline, AbortSignal.any([context.host.signal, AbortSignal.timeout(patienceMs)]));
  } finally {
    child.kill('SIGKILL');
    await ended;
    outline.faults.clear();
  }
  await narrator.output(`Killed (process ${child.pid}, SIGKILL)\n`);
}

async function heldBack(server: Stage['servers']['outline'], signal: AbortSignal): Promise<void> {
  while (server.faults.held.length === 0) await setTimeout(pollMs, undefined, { signal });
}
