import { Command, CommanderError } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { completionCommand } from './commands/completion.ts';
import { connectionCommand } from './commands/connection.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { emulateCommand } from './commands/emulate.ts';
import { issueCommand } from './commands/issue.ts';
import { listCommand } from './commands/list.ts';
import { operationsCommand } from './commands/operations.ts';
import { revealCommand } from './commands/reveal.ts';
import { revokeCommand } from './commands/revoke.ts';
import { showCommand } from './commands/show.ts';
import { syncCommand } from './commands/sync.ts';
import { applyHelpStyle, programEpilogue } from './help-style.ts';
import type { Invocation } from './invocation.ts';
import { didYouMean } from './suggest.ts';
import { version } from './version.ts';

/** The commands by the heading they stand under in the help. */
const groups = [
  { heading: 'Start here:', commands: [demoCommand, connectionCommand, syncCommand] },
  { heading: 'Keys:', commands: [listCommand, showCommand, issueCommand, revealCommand, revokeCommand] },
  { heading: 'What happened:', commands: [operationsCommand, auditCommand] },
  { heading: 'Around it:', commands: [emulateCommand, doctorCommand, completionCommand] },
];

/**
 * Builds the tree of commands. Nothing heavy is loaded for it: handlers load what they need.
 * @param show - takes the help and the version, piece by piece
 */
export function buildProgram(invocation: Invocation, show: (text: string) => void): Command {
  const program = new Command('keyrack')
    .description('One rack for every access key an organisation hands out.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .option('--home <folder>', 'the data folder (default: KEYRACK_HOME, or the usual place)')
    .option('--no-color', 'plain text, also on a terminal')
    .helpOption('-h, --help', 'show help; also after a command')
    .addHelpCommand(
      new Command('help').argument('[command]').description('show help of a command').helpOption(false).helpGroup('Around it:'),
    )
    .addHelpText('after', programEpilogue(invocation.host.output));
  for (const { heading, commands } of groups) for (const make of commands) program.addCommand(make(invocation).helpGroup(heading));
  settle(program, invocation, show);
  return program;
}

/** Gives every command of the tree the same manners. */
function settle(command: Command, invocation: Invocation, show: (text: string) => void): void {
  applyHelpStyle(command, invocation.host.output);
  command
    .configureOutput({
      writeOut: show,
      writeErr: show,
      // Every failure is said in one place and one form.
      outputError: () => {},
      getOutHasColors: () => invocation.host.output.hasColors,
      getOutHelpWidth: () => invocation.host.output.columns,
    })
    .exitOverride((error) => {
      throw withAdvice(command, error);
    })
    .allowExcessArguments(false);
  if (command.parent !== null) command.helpCommand(false);
  for (const child of command.commands) settle(child, invocation, show);
}

/** Adds to what Commander says what to type instead. */
function withAdvice(command: Command, error: CommanderError): CommanderError {
  const { parent } = command;
  const [stray] = command.args;
  // `keyrack operations lsit` reaches the default command as a stray word; what was meant is a command.
  if (error.code === 'commander.excessArguments' && parent !== null && stray !== undefined && isDefault(parent, command)) {
    const known = parent.commands.map((child) => child.name());
    return new CommanderError(
      error.exitCode,
      'commander.unknownCommand',
      `unknown command '${stray}'\n${didYouMean(stray, known, 'commands')}`,
    );
  }
  if (error.message.includes('\n')) return error;
  return new CommanderError(error.exitCode, error.code, `${error.message}\nUsage: ${usageLine(command)}. Add --help for more.`);
}

function usageLine(command: Command): string {
  const names: string[] = [];
  for (let current: Command | null = command; current !== null; current = current.parent) names.unshift(current.name());
  return `${names.join(' ')} ${command.usage()}`;
}

function isDefault(parent: Command, command: Command): boolean {
  return (parent as unknown as { readonly _defaultCommandName: string | null })._defaultCommandName === command.name(); // Commander has no getter
}
