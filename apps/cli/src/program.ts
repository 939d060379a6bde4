import { Command, CommanderError } from 'commander';
import { commandEntries } from './command-entries.ts';
import { applyHelpStyle, programEpilogue } from './help-style.ts';
import type { Invocation } from './invocation.ts';
import { auditFileOption, storeOption } from './options.ts';
import { didYouMean, nearest } from './suggest.ts';
import { version } from './version.ts';

/**
 * Builds the tree of commands: of all of them, or only the one that was typed, since each one costs time. Nothing heavy is
 * loaded for it: handlers load what they need.
 * @param show - takes the help and the version, piece by piece
 */
export function buildProgram(invocation: Invocation, words: readonly string[], show: (text: string) => void): Command {
  const program = new Command('keyrack')
    .description('One rack for every access key an organisation hands out.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .option('--home <folder>', 'the data folder (default: KEYRACK_HOME, or the usual place)')
    .addOption(storeOption())
    .addOption(auditFileOption())
    .option('--no-color', 'plain text, also on a terminal')
    .helpOption('-h, --help', 'show help; also after a command')
    .addHelpCommand(
      new Command('help').argument('[command]').description('show help of a command').helpOption(false).helpGroup('Around it:'),
    )
    .addHelpText('after', programEpilogue(invocation.host.output));
  const typed = commandEntries.filter(({ name }) => name === words[0]);
  const [word = ''] = words;
  // Commander would show the help of everything instead, and call that an answer.
  if (typed.length === 0 && words.includes('--help') && /^[a-z]/.test(word)) throw unknownCommand(word);
  const entries = typed.length > 0 ? typed : commandEntries;
  for (const { heading, make } of entries) program.addCommand(make(invocation).helpGroup(heading));
  settle(program, invocation, show);
  return program;
}

function unknownCommand(word: string): CommanderError {
  const known = commandEntries.map(({ name }) => name);
  return new CommanderError(1, 'commander.unknownCommand', `unknown command '${word}'\n${didYouMean(word, known, 'commands')}`);
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
  if (error.code === 'commander.unknownOption' && !error.message.includes('\n')) return withOption(command, error);
  // The choices say it all.
  if (error.message.includes('\n') || error.code === 'commander.invalidArgument') return error;
  if (error.code === 'commander.excessArguments') return withoutArguments(command, error);
  return withUsage(command, error);
}

/** Commander looks for a mistyped option among those of the command alone, and letter by letter. */
function withOption(command: Command, error: CommanderError): CommanderError {
  const typed = /'--([^'=]*)/.exec(error.message)?.[1];
  const known = optionNames(command);
  const [near] = typed === undefined ? [] : nearest(typed, known);
  if (near === undefined) return withUsage(command, error);
  return new CommanderError(error.exitCode, error.code, `${error.message}\nDid you mean --${near}?`);
}

function optionNames(command: Command): readonly string[] {
  const own = command.options.flatMap(({ long }) => (long ? [long.slice(2)] : []));
  return command.parent === null ? own : [...own, ...optionNames(command.parent)];
}

/** What was typed too much may be a secret in the wrong place: it is not repeated. */
function withoutArguments(command: Command, { exitCode, code, message }: CommanderError): CommanderError {
  return withUsage(command, { exitCode, code, message: message.replace(/(but got \d+):[^]*$/, '$1.') });
}

function withUsage(command: Command, { exitCode, code, message }: Pick<CommanderError, 'exitCode' | 'code' | 'message'>): CommanderError {
  return new CommanderError(exitCode, code, `${message}\nUsage: ${usageLine(command)}. Add --help for more.`);
}

function usageLine(command: Command): string {
  const names: string[] = [];
  for (let current: Command | null = command; current !== null; current = current.parent) names.unshift(current.name());
  return `${names.join(' ')} ${command.usage()}`;
}

function isDefault(parent: Command, command: Command): boolean {
  return (parent as unknown as { readonly _defaultCommandName: string | null })._defaultCommandName === command.name(); // Commander has no getter
}
