import { LifecycleError } from '@keyrack/contracts';
import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import { OutputError } from './host.ts';
import { Interruption } from './interruption.ts';
import { listWords, meantOf, nearest } from './suggest.ts';
import { UsageError } from './usage-error.ts';

/** One failure as a person is told: what failed, what to do next, whether something was changed. */
export interface Failure {
  readonly message: string;
  readonly advice: string | null;
  /** The sentence about the foreign system; null: it is said for everything together. */
  readonly outcome: string | null;
  readonly exitCode: ExitCode;
}

const nothingChanged = 'Nothing was changed.';

/** Turns whatever was thrown into what a person is told. Nothing of it is secret: errors of ours never hold secrets. */
export function explain(error: unknown): Failure {
  if (error instanceof UsageError)
    return { message: error.message, advice: error.advice, outcome: nothingChanged, exitCode: exitCode.usage };
  if (error instanceof CommanderError) return explainSyntax(error);
  if (error instanceof Interruption) return { message: error.message, advice: null, outcome: nothingChanged, exitCode: error.exitCode };
  if (LifecycleError.isInstance(error)) return explainLifecycle(error);
  if (error instanceof OutputError) return explainOutput(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `Keyrack failed in a way it does not know: ${message}`,
    advice:
      'Please report it, with what KEYRACK_DEBUG=1 adds. Whatever was under way is in the journal: keyrack operations list --state running,waiting,stuck',
    outcome: 'Not known whether something was changed: run keyrack operations list',
    exitCode: exitCode.failed,
  };
}

function explainLifecycle(error: LifecycleError): Failure {
  return {
    message: messageOf(error),
    advice: [suggestion(error), error.advice].filter((part) => part !== null).join(' ') || null,
    outcome: outcomeSentence(error),
    exitCode: exitCodeOf(error),
  };
}

/** A message about one field of a connection names it: `certSha256 is not …`, not `it is not …`. */
function messageOf({ message, details }: LifecycleError): string {
  const { field } = details;
  return typeof field === 'string' ? message.replace(': it is ', `: ${field} is `) : message;
}

function explainOutput({ message }: OutputError): Failure {
  return {
    message: `The output could not be written: ${message}`,
    advice: 'Make room, or send the output elsewhere.',
    outcome: 'Only what was to be shown is lost: whatever the command does besides is done.',
    exitCode: exitCode.failed,
  };
}

/** What may have been meant: the candidates near to the word that the message quotes, or all where the advice does not list them. */
function suggestion({ message, advice, details }: LifecycleError): string | null {
  const { candidates } = details;
  if (!Array.isArray(candidates) || candidates.length === 0) return null;
  const words = candidates.map(String);
  const listed = words.every((word) => `${message} ${advice ?? ''}`.includes(word));
  const asked = /"([^"]+)"/.exec(message)?.[1] ?? '';
  const meant = listed ? nearest(asked, words) : words;
  return meant.length === 0 ? null : `Did you mean ${listWords(meant)}?`;
}

/** How Commander says that a word is none of the choices of an option or argument. */
const invalidChoice =
  /^error: (?:option '[^']*?(?<option>--[\w-]+)[^']*' argument|command-argument value) '(?<word>[^]*)' is invalid(?: for argument '(?<argument>[^']*)')?\. Allowed choices are (?<choices>.*)\.$/;

/** The same in the words that options of ours use. */
function explainChoice({ option, argument = '', word = '', choices = '' }: Readonly<Record<string, string | undefined>>): Failure {
  return {
    message: `${option ?? `<${argument}>`}: "${word}" is not one of ${choices}`,
    advice: meantOf(word, choices.split(', ')),
    outcome: nothingChanged,
    exitCode: exitCode.usage,
  };
}

function explainSyntax(error: CommanderError): Failure {
  const choice = invalidChoice.exec(error.message)?.groups;
  if (choice) return explainChoice(choice);
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const advice = rest.map((line) => line.replace(/^\((.*)\)$/, '$1')).join(' ');
  return {
    message: first.charAt(0).toUpperCase() + first.slice(1),
    advice: advice === '' ? 'Add --help to see what the command takes.' : advice,
    outcome: nothingChanged,
    exitCode: exitCode.usage,
  };
}

/** What the outcome of an error means, as a sentence, and where an unknown one is looked up. */
function outcomeSentence(error: LifecycleError): string {
  switch (error.outcome) {
    case 'not-applied':
      return nothingChanged;
    case 'applied':
      return 'It was changed.';
    case 'unknown': {
      const unknown = 'Not known whether it was changed';
      if (error.details['journalled'] === false) return `${unknown}.`;
      const operationId = operationIdOf(error);
      return `${unknown}: run keyrack operations ${operationId === null ? 'list' : `show ${operationId}`}`;
    }
  }
}

/** The operation that an error belongs to; null when it names none. */
function operationIdOf(error: LifecycleError): string | null {
  const id = error.details['operationId'];
  return typeof id === 'string' ? id : null;
}

const permissionStatuses: readonly unknown[] = [401, 403];

/** The exit code that an error of the control plane leads to. */
function exitCodeOf(error: LifecycleError): ExitCode {
  if (error.outcome === 'unknown') return exitCode.unknown;
  if (error.outcome === 'applied') return exitCode.partly;
  switch (error.code) {
    case 'invalid-input':
    case 'key-not-found':
    case 'connection-not-found':
    case 'operation-not-found':
      return exitCode.usage;
    case 'capability-missing':
    case 'refused':
    case 'system-identity-changed':
      return exitCode.refused;
    case 'upstream-rejected':
      return permissionStatuses.includes(error.details['status']) ? exitCode.refused : exitCode.failed;
    default:
      return exitCode.failed;
  }
}
