import { Argument, Option } from 'commander';
import { wholeNumber } from './input/numbers.ts';
import { someText } from './input/pairs.ts';
import { storeAddress } from './input/store-address.ts';
import { UsageError } from './usage-error.ts';

/** The part of a command's options that {@link dryRunOption} gives. */
export interface DryRunOptions {
  readonly dryRun?: boolean;
}

/** The part of a command's options that {@link yesOption} gives. */
export interface YesOptions {
  readonly yes?: boolean;
}

/** The part of a command's options that {@link limitOption} and {@link cursorOption} give. */
export interface PagingOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

/** An option whose value is read by `parse`; a mistake is reported with the option's name. */
export function valueOption<Value>(flags: string, description: string, parse: (text: string, before?: Value) => Value): Option {
  const option = new Option(flags, description);
  return option.argParser<Value>((text, before) => {
    try {
      return parse(text, before);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${option.long ?? flags}: ${error.message}`, error.advice);
    }
  });
}

/** `<key...>`, for everything that can be done to several keys. */
export function keysArgument(): Argument {
  return new Argument('<key...>', 'ids, beginnings of ids, connection/name, or names that are unique');
}

/** `--dry-run`, for everything that changes something. */
export function dryRunOption(): Option {
  return new Option('-n, --dry-run', 'show what would happen, and do nothing');
}

/** `--yes`, for scripts. */
export function yesOption(): Option {
  return new Option('-y, --yes', 'do not ask; needed where no terminal is there');
}

/** `--store`, for the program itself. */
export function storeOption(): Option {
  return valueOption('--store <address>', 'the store (default: KEYRACK_STORE, or the one of the data folder)', storeAddress);
}

/** `--audit-file`, for the program itself. */
export function auditFileOption(): Option {
  return valueOption(
    '--audit-file <path>',
    'a file that gets every audit event before it counts, or none (default: KEYRACK_AUDIT_FILE, or the one of the data folder)',
    someText,
  );
}

/** `--limit`, for listings. */
export function limitOption(): Option {
  return valueOption('--limit <n>', 'print at most this many (default: all)', wholeNumber(1));
}

/** `--cursor`, for listings. */
export function cursorOption(): Option {
  return new Option('--cursor <cursor>', 'go on where an earlier --limit ended');
}

/** The examples at the end of a command's help: what to type, and what it does. */
export function examples(lines: readonly (readonly [command: string, effect: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return ['', 'Examples:', ...lines.map(([command, effect]) => `  ${command.padEnd(width)}  ${effect}`.trimEnd())].join('\n');
}
