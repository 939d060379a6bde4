import { LifecycleError } from '@keyrack/contracts';
import type { Outcome } from '@keyrack/contracts';
import { UsageError } from './usage-error.ts';

/** What an error of any of the clients tells. */
interface ClientError {
  readonly code: string;
  readonly system: string;
  readonly fault: string;
  readonly advice: string | null;
  readonly outcome: Outcome;
}

/** What to do where a person at the command line can do something else than a program. */
export interface ClientAdvice {
  /** The system could not be reached, or something else answered. */
  readonly unreachable: string;
  /** Nobody knows whether it took effect. */
  readonly unknown: string;
}

const unreachable: ReadonlySet<string> = new Set([
  'connection-failed',
  'untrusted-certificate',
  'pin-mismatch',
  'timed-out',
  'response-shape',
]);

/** Puts an error of a client into the words of this program, with one advice: the client's own, unless it is for programs. */
export function clientFailure({ code, system, fault, advice, outcome }: ClientError, better: ClientAdvice): Error {
  if (code === 'configuration') return new UsageError(fault, advice ?? 'Add --help to see what the command takes.');
  const chosen = unreachable.has(code) ? better.unreachable : advice;
  return new LifecycleError(`${system}: ${fault}`, {
    outcome,
    advice: outcome === 'unknown' ? better.unknown : chosen,
    details: { journalled: false },
  });
}
