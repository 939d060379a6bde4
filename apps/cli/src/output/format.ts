import { Option } from 'commander';

/** How data is printed. All but `table` are stable and meant for programs. */
const outputFormats = ['table', 'json', 'jsonl', 'csv', 'yaml'] as const;

/** One of {@link outputFormats}. */
export type OutputFormat = (typeof outputFormats)[number];

/** The part of a command's options that {@link outputOption} gives. */
export interface OutputOptions {
  readonly output: OutputFormat;
}

/** `--output`, for every command that prints data. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'how to print').choices(outputFormats).default('table');
}
