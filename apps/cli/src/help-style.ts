import type { Command, Option } from 'commander';
import type { TextOutput } from './host.ts';
import { paint } from './output/paint.ts';
import { listWords } from './suggest.ts';

/** The program's own help behind the list of commands: headings, and lines below each. */
const epilogue: readonly (readonly [heading: string, lines: string])[] = [
  [
    'Options:',
    `
  --home <folder>   the data folder (default: KEYRACK_HOME, or the usual place)
  --store <address> the store (default: KEYRACK_STORE, or the one of the data folder)
  --no-color        plain text, also on a terminal
  -V, --version     print the version
  -h, --help        show help; also after a command: keyrack issue --help`,
  ],
  [
    'Examples:',
    `
  keyrack demo                                             watch it work, on local systems
  keyrack connection add outline vpn-eu --from-file access.txt
  keyrack sync                                             see what is out there
  keyrack issue vpn-eu --name alice-laptop --owner alice   prints the secret, once
  keyrack revoke vpn-eu/alice-laptop                       asks first`,
  ],
  [
    'How to write things:',
    `
  <key>        an id, a unique beginning of one, connection/name, or a name that is unique
  <duration>   90m 12h 30d 2w 6mo 1y        <size>   50GB 50GiB
  <instant>    2027-01-31T18:00Z            --output table, json, jsonl, csv, yaml`,
  ],
  [
    'Exit codes:',
    `
  0  done           1  failed          2  wrong usage
  3  partly done    4  refused by policy, permission or capability
  5  outcome unknown: keyrack operations resume --all finds out
  130  stopped with Ctrl-C`,
  ],
  [
    'Environment:',
    `
  KEYRACK_HOME         the data folder
  KEYRACK_STORE        the store: sqlite (a file in the data folder), postgres://user@host/database,
                       file:PATH of a file that holds such an address, or env:NAME of a variable
  PGPASSFILE           a file with the password for PostgreSQL (default: ~/.pgpass); or PGPASSWORD
  KEYRACK_MASTER_KEY   the master key, where it is not kept in the data folder
  NO_COLOR             plain text
  KEYRACK_DEBUG        stack traces with failures`,
  ],
];

const widestHelp = 100;

/** The end of the program's own help. */
export function programEpilogue(output: Pick<TextOutput, 'hasColors'>): string {
  return epilogue.map(([heading, lines]) => `\n${paint(output, 'bold', heading)}${lines}`).join('\n');
}

/** Makes the help of a command readable: short lines, colours on a terminal, the program's own options at the end. */
export function applyHelpStyle(command: Command, output: Pick<TextOutput, 'hasColors' | 'columns'>): void {
  command.configureHelp({
    helpWidth: Math.min(output.columns, widestHelp),
    showGlobalOptions: true,
    // The program's own options stand behind its commands, in the epilogue.
    ...(command.parent === null ? { visibleOptions: () => [] } : {}),
    optionDescription,
    subcommandTerm: (child) => [child.name(), child.registeredArguments.length > 0 ? argumentWords(child) : ''].join(' ').trim(),
    styleTitle: (text) => paint(output, 'bold', text),
    styleCommandText: (text) => paint(output, 'cyan', text),
    styleSubcommandText: (text) => paint(output, 'cyan', text),
    styleOptionText: (text) => paint(output, 'cyan', text),
    styleArgumentText: (text) => paint(output, 'cyan', text),
  });
}

/** `how to print: table, json or yaml (default: table)`. */
function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? '' : `: ${listWords(argChoices)}`;
  return `${description}${choices}${typeof defaultValue === 'string' ? ` (default: ${defaultValue})` : ''}`;
}

function argumentWords(command: Command): string {
  return command.registeredArguments
    .map((argument) =>
      argument.required ? `<${argument.name()}${argument.variadic ? '...' : ''}>` : `[${argument.name()}${argument.variadic ? '...' : ''}]`,
    )
    .join(' ');
}
