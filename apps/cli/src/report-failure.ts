import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import { explain } from './failure.ts';
import type { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { BrokenPipeError } from './host.ts';
import { Interruption } from './interruption.ts';
import { paint } from './output/paint.ts';
import { printable } from './output/printable.ts';

/** Says on standard error what failed; returns the exit code. A reader that went away is no failure. */
export async function reportFailure(host: Host, error: unknown): Promise<ExitCode> {
  if (error instanceof BrokenPipeError) return exitCode.done;
  const failure = afterInterruption(host, explain(error));
  await host.errors.write(failureText(host, failure));
  if (host.environment['KEYRACK_DEBUG'] && error instanceof Error) await host.errors.write(`${error.stack ?? ''}\n`);
  return failure.exitCode;
}

/**
 * Says that work was stopped between two of its parts, and gives the exit code; null when nobody stopped it.
 * @param left - what was not begun any more, as a sentence; null: nothing
 */
export async function reportStop(host: Host, left: string | null): Promise<ExitCode | null> {
  const reason: unknown = host.signal.reason;
  if (!(reason instanceof Interruption)) return null;
  const outcome = 'What was begun is written down: keyrack operations list.';
  await host.errors.write(failureText(host, { message: reason.message, advice: left, outcome, exitCode: reason.exitCode }));
  return reason.exitCode;
}

/** One failure as lines: what failed, what to do next, whether something was changed. */
export function failureText(host: Pick<Host, 'errors'>, failure: Failure): string {
  const lines = [sentence(failure.message), failure.advice === null ? null : sentence(failure.advice), failure.outcome];
  const [first = '', ...rest] = lines.filter((line) => line !== null).map(printable);
  return [`${paint(host.errors, 'red', 'keyrack:')} ${first}`, ...rest.map((line) => `  ${line}`), ''].join('\n');
}

function afterInterruption(host: Host, failure: Failure): Failure {
  const reason: unknown = host.signal.reason;
  if (!(reason instanceof Interruption) || failure.exitCode === exitCode.unknown) return failure;
  return { ...failure, message: reason.message, exitCode: reason.exitCode };
}

function sentence(text: string): string {
  return /[.!?:`)]$/.test(text) ? text : `${text}.`;
}
