import { LifecycleError } from '@keyrack/contracts';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import { explain } from './failure.ts';
import type { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { BrokenPipeError } from './host.ts';
import { Interruption } from './interruption.ts';
import { optionWords } from './output/option-words.ts';
import { paint } from './output/paint.ts';
import { printable } from './output/printable.ts';

/** Says on standard error what failed; returns the exit code. A reader that went away is no failure. */
export async function reportFailure(host: Host, error: unknown): Promise<ExitCode> {
  if (error instanceof BrokenPipeError) return exitCode.done;
  const failure = whatFailed(host, error);
  await host.errors.write(failureText(host, failure));
  if (host.environment['KEYRACK_DEBUG'] && error instanceof Error) await host.errors.write(`${error.stack ?? ''}\n`);
  return failure.exitCode;
}

/** What a person is told of an error. Work that failed because it was stopped on request has no other cause to look for. */
export function whatFailed(host: Pick<Host, 'signal'>, error: unknown): Failure {
  const reason = interruptionOf(host);
  return explain(reason !== null && isStop(error) ? reason : error);
}

/** Why work on this host was stopped; null when nobody stopped it. */
export function interruptionOf({ signal }: Pick<Host, 'signal'>): Interruption | null {
  const reason: unknown = signal.reason;
  return reason instanceof Interruption ? reason : null;
}

/** Where several things were to be done one after the other, and a person may have stopped that. */
export interface StoppedParts {
  /** The exit codes of those that were begun; what went wrong with them was said. */
  readonly codes: readonly ExitCode[];
  /** What was not begun any more, as a sentence; null: nothing. */
  readonly left: string | null;
}

/**
 * Says that work was stopped between two of its parts, and gives the exit code; null when nobody stopped it, or too late to
 * matter. Where the part under way told already that it was stopped, only what is left is added to that.
 */
export async function reportStop(host: Host, { codes, left }: StoppedParts): Promise<ExitCode | null> {
  const reason = interruptionOf(host);
  if (reason === null) return null;
  const isUnknown = codes.includes(exitCode.unknown);
  if (isUnknown || codes.includes(reason.exitCode)) {
    if (left !== null) await host.errors.write(`  ${left}\n`);
    return isUnknown ? exitCode.unknown : reason.exitCode;
  }
  if (left === null) return null;
  const outcome = 'What was begun is written down: keyrack operations list';
  await host.errors.write(failureText(host, { message: reason.message, advice: left, outcome, exitCode: reason.exitCode }));
  return reason.exitCode;
}

/** One failure as lines: what failed, what to do next, whether something was changed. */
export function failureText(host: Pick<Host, 'errors'>, failure: Failure): string {
  const lines = [failure.message, failure.advice, failure.outcome].filter((line) => line !== null).map(sentence);
  const [first = '', ...rest] = lines.map((line) => optionWords(printable(line)));
  return [`${paint(host.errors, 'red', 'keyrack:')} ${first}`, ...rest.map((line) => `  ${line}`), ''].join('\n');
}

/** Whether work ended because it was told to, before anything could happen. */
function isStop(error: unknown): boolean {
  if (LifecycleError.isInstance(error)) return error.outcome === 'not-applied' && error.details['reason'] === 'aborted';
  return error instanceof Error && error.name === 'AbortError';
}

/** A command that a line ends with, after a colon or the word that introduces it: `run keyrack operations list`. */
const commandAtEnd = /(?::|\brun|\bwith) keyrack [^,;.]*\S$/i;

/** Ends a line with a full stop, unless it ends with a command: that is pasted as a whole, with whatever stands behind it. */
function sentence(text: string): string {
  const bare = text.replace(/\.$/, '');
  return commandAtEnd.test(bare) || /[.!?:`)]$/.test(bare) ? bare : `${bare}.`;
}
