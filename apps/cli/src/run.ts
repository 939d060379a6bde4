import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { Invocation } from './invocation.ts';
import { buildProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';

const helpCodes = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** Runs one command line. Never throws: whatever failed was said on standard error. */
export async function run(host: Host, words: readonly string[]): Promise<ExitCode> {
  const invocation = new Invocation(host, run);
  const shown: string[] = [];
  try {
    const program = buildProgram(invocation, (text) => shown.push(text));
    if (words[0] === 'complete') await (await import('./completion.ts')).offerCompletions(program, host, words);
    await program.parseAsync(words, { from: 'user' });
    await host.output.write(shown.join(''));
    return invocation.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError) || !helpCodes.includes(error.code)) return reportFailure(host, error);
    await host.output.write(shown.join('')).catch(() => undefined);
    return exitCode.done;
  }
}
