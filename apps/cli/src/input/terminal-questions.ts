import { CANCEL_SYMBOL, confirm, password, text } from '@clack/prompts';
import type { Readable, Writable } from 'node:stream';
import { Interruption } from '../interruption.ts';

/** A question and where it is asked. */
export interface TerminalQuestion {
  readonly stdin: Readable;
  readonly output: Writable;
  readonly question: string;
  readonly signal: AbortSignal;
}

/** Asks for yes or no; no is what a bare Enter means. @throws {Interruption} on Ctrl-C. */
export async function askToConfirm(question: TerminalQuestion): Promise<boolean> {
  return answered(await confirm({ ...common(question), initialValue: false }));
}

/** Asks for a line of text, not an empty one. @throws {Interruption} on Ctrl-C. */
export async function askForText(question: TerminalQuestion): Promise<string> {
  return answered(await text({ ...common(question), validate: notEmpty }));
}

/** Asks for a secret, which is not shown. @throws {Interruption} on Ctrl-C. */
export async function askForSecret(question: TerminalQuestion): Promise<string> {
  return answered(await password({ ...common(question), validate: notEmpty }));
}

function common({ stdin, output, question, signal }: TerminalQuestion): {
  message: string;
  input: Readable;
  output: Writable;
  signal: AbortSignal;
} {
  return { message: question, input: stdin, output, signal };
}

function notEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? 'An answer is needed.' : undefined;
}

// In raw mode Ctrl-C is a character, not a signal.
function answered<T>(answer: T | typeof CANCEL_SYMBOL): T {
  if (answer === CANCEL_SYMBOL) throw new Interruption('SIGINT');
  return answer;
}
