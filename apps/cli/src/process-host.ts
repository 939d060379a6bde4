import type { WriteStream } from 'node:tty';
import type { Host, TextInput, TextOutput } from './host.ts';
import type { TerminalQuestion } from './input/terminal-questions.ts';
import { BrokenPipeError, OutputError } from './host.ts';
import { UsageError } from './usage-error.ts';

const mostInputCharacters = 1_000_000;
const usualColumns = 80;

/**
 * The host that real commands run on: this process.
 * @param signal - aborted by the first Ctrl-C
 */
export function processHost(process: NodeJS.Process, signal: AbortSignal): Host {
  const plain = process.argv.includes('--no-color');
  const errors = textOutput(() => process.stderr, process.env, { plain, throws: false });
  const asked = (question: string): TerminalQuestion => ({ stdin: process.stdin, output: errors.stream, question, signal });
  return {
    environment: process.env,
    output: textOutput(() => process.stdout, process.env, { plain, throws: true }),
    errors,
    input: textInput(process, signal),
    questions: {
      confirm: async (question) => (await import('./input/terminal-questions.ts')).askToConfirm(asked(question)),
      text: async (question) => (await import('./input/terminal-questions.ts')).askForText(asked(question)),
      secret: async (question) => (await import('./input/terminal-questions.ts')).askForSecret(asked(question)),
    },
    signal,
    nowMs: () => Date.now(),
    async sleep(durationMs) {
      const { setTimeout } = await import('node:timers/promises');
      await setTimeout(durationMs, undefined, { signal }).catch(() => undefined); // it fails by being aborted, and only so
    },
    async providerKinds() {
      return (await import('@keyrack/runtime')).loadProviderKinds();
    },
    async openRack(request) {
      const { openRack } = await import('@keyrack/runtime');
      return openRack({ environment: process.env, ...request });
    },
    async verifyAuditFile(path, options) {
      const { verifyAuditFile } = await import('@keyrack/runtime');
      return verifyAuditFile(path, options);
    },
    async verifyBackup(...given) {
      const { verifyBackup } = await import('@keyrack/runtime');
      return verifyBackup(...given);
    },
    async previewRestore(request) {
      const { previewRestore } = await import('@keyrack/runtime');
      return previewRestore({ environment: process.env, ...request });
    },
    async restoreRack(request) {
      const { restoreRack } = await import('@keyrack/runtime');
      return restoreRack({ environment: process.env, ...request });
    },
    async moveRack(request) {
      const { moveRack } = await import('@keyrack/runtime');
      return moveRack({ environment: process.env, ...request });
    },
  };
}

interface OutputOptions {
  readonly plain: boolean;
  /** A message that cannot be written has no other place to go; it must not keep a command from what it does. */
  readonly throws: boolean;
}

/** @param openStream - Node opens a standard stream when it is first asked for, which takes milliseconds: not before it is needed */
function textOutput(openStream: () => WriteStream, environment: NodeJS.ProcessEnv, { plain, throws }: OutputOptions): TextOutput {
  let failure: OutputError | null = null;
  let opened: WriteStream | null = null;
  const stream = (): WriteStream => {
    // Without a listener the process would end with a stack trace; each write reports the error itself.
    opened ??= openStream().on('error', (error) => (failure ??= outputError(error)));
    return opened;
  };
  return {
    get isTerminal() {
      return stream().isTTY === true;
    },
    get hasColors() {
      return !plain && hasColors(stream(), environment);
    },
    get columns() {
      return stream().columns ?? usualColumns;
    },
    get stream() {
      return stream();
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        const fail = (error: OutputError): void => (throws ? reject(error) : resolve());
        if (failure) return fail(failure);
        stream().write(text, (error) => (error ? fail(outputError(error)) : resolve()));
      }),
  };
}

function outputError(error: Error): OutputError {
  const code = 'code' in error ? error.code : null;
  if (code === 'EPIPE') return new BrokenPipeError();
  return new OutputError(code === 'ENOSPC' ? 'no space is left there (ENOSPC)' : error.message);
}

function hasColors(stream: WriteStream, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

function textInput(process: NodeJS.Process, signal: AbortSignal): TextInput {
  return {
    get isTerminal() {
      return process.stdin.isTTY === true;
    },
    async readAll() {
      const [{ addAbortSignal }, { text: readText }] = await Promise.all([import('node:stream'), import('node:stream/consumers')]);
      const content = await readText(addAbortSignal(signal, process.stdin));
      if (content.length > mostInputCharacters) throw new UsageError('Standard input is too long', 'Check what is piped in.');
      return content;
    },
  };
}
