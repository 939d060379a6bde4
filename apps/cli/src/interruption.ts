import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';

/** The person, or whoever manages the process, wants it to end. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super('Stopped on request');
    this.exitCode = signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated;
  }
}

/** How {@link listenForInterruption} is told to stop listening. */
export interface InterruptionListener {
  readonly signal: AbortSignal;
  stop(): void;
}

/** What signals arrive at, and what a process is killed with: the part of `process` in use. */
export type SignalTarget = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid'>;

/** One Ctrl-C may arrive twice, from the terminal and from a wrapper such as npm that passes it on. */
const sameKeyPressMs = 300;

/**
 * The first Ctrl-C aborts politely, so that what is under way can be written down; the second one kills, since the journal
 * survives that too.
 */
export function listenForInterruption(process: SignalTarget, nowMs: () => number = Date.now): InterruptionListener {
  const controller = new AbortController();
  let interruptedAtMs = 0;
  const interrupt = (name: 'SIGINT' | 'SIGTERM'): void => {
    if (!controller.signal.aborted) {
      interruptedAtMs = nowMs();
      controller.abort(new Interruption(name));
    } else if (nowMs() - interruptedAtMs > sameKeyPressMs) {
      stop();
      process.kill(process.pid, name);
    }
  };
  const stop = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, stop };
}
