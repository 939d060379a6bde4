import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));

/** What a run of the command line left behind. */
export interface ProgramRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** How the command line is run. */
export interface ProgramOptions {
  /** The whole environment beside PATH. */
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the real command line as a process of its own, without a terminal. */
export async function runKeyrack(commandLine: readonly string[], { environment, input = '' }: ProgramOptions): Promise<ProgramRun> {
  const child = spawn(
    process.execPath,
    ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning', program, ...commandLine],
    {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdin.end(input);
  const [exitCode] = await once(child, 'close');
  return { exitCode: exitCode as number | null, output, errors }; // what `close` is documented to give
}
