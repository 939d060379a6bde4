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

/**
 * The first Ctrl-C aborts politely, so that what is under way can be written down; the second one kills, since the journal
 * survives that too.
 */
export function listenForInterruption(process: NodeJS.Process): InterruptionListener {
  const controller = new AbortController();
  const interrupt = (name: 'SIGINT' | 'SIGTERM'): void => {
    if (controller.signal.aborted) {
      stop();
      process.kill(process.pid, name);
      return;
    }
    controller.abort(new Interruption(name));
  };
  const stop = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, stop };
}
