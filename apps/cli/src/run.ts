import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { Invocation } from './invocation.ts';
import { buildProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';

const answered = ['commander.helpDisplayed', 'commander.version'];
const incomplete = 'commander.help';

/** Runs one command line. Never throws: whatever failed was said on standard error. */
export async function run(host: Host, words: readonly string[]): Promise<ExitCode> {
  const invocation = new Invocation(host, run);
  const shown: string[] = [];
  try {
    const [first, ...rest] = words;
    // `keyrack help connection add` is what `keyrack connection add --help` is, also for a word that nobody knows.
    const asked = first === undefined || first === 'help' ? [...rest.filter((word) => word !== 'help'), '--help'] : words;
    const program = buildProgram(invocation, asked, (text) => shown.push(text));
    if (first === 'complete') await (await import('./completion.ts')).offerCompletions(program, host, words);
    await program.parseAsync(asked, { from: 'user' });
    await host.output.write(shown.join(''));
    return invocation.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(host, error);
    if (answered.includes(error.code)) return answer(host, shown.join(''));
    if (error.code !== incomplete) return reportFailure(host, error);
    // A noun without its verb: the help of the noun is the best answer, but nothing was done.
    await host.errors.write(shown.join(''));
    return exitCode.usage;
  }
}

async function answer(host: Host, text: string): Promise<ExitCode> {
  try {
    await host.output.write(text);
    return exitCode.done;
  } catch (error) {
    return reportFailure(host, error);
  }
}
