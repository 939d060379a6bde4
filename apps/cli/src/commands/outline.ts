import { Command, Option } from 'commander';
import type { Invocation } from '../invocation.ts';
import { dryRunOption, examples, yesOption } from '../options.ts';
import { outputOption } from '../output/format.ts';
import { nearest } from '../suggest.ts';
import { UsageError } from '../usage-error.ts';
import type { OutlineAct, OutlineOptions } from './outline/act.ts';

/** Loaded when one is typed: no other command needs the client. */
const acts: Readonly<Record<string, () => Promise<OutlineAct>>> = {
  summary: async () => (await import('./outline/summary.ts')).summary,
  metrics: async () => (await import('./outline/metrics.ts')).metrics,
  set: async () => (await import('./outline/set.ts')).set,
  export: async () => (await import('./outline/export.ts')).exportKeys,
  import: async () => (await import('./outline/import.ts')).importKeys,
  qr: async () => (await import('./outline/qr.ts')).qr,
};

/** `keyrack outline`. */
export function outlineCommand(invocation: Invocation): Command {
  return new Command('outline')
    .summary("an Outline server's own settings, metrics and key files")
    .description(
      [
        'Does on an Outline server what is not about single keys of the rack:',
        '',
        '  summary                  the server at a glance',
        '  metrics                  traffic of each key, within 30 days and since --since',
        '  set <setting> <value>    name, hostname, port, data-limit (50GB or none), share-metrics (yes or no)',
        '  export                   all keys with their passwords, as lines of JSON',
        '  import <file>            makes the keys of an export: same id, password, port and method; - reads standard input',
        "  qr <id>                  a key as a QR code; <id> is the server's own",
      ].join('\n'),
    )
    .argument('<connection>', 'a connection to an Outline server')
    .argument('<act>', 'what to do')
    .argument('[values...]', 'what it takes')
    .option('--since <when>', 'metrics since 30m, 24h, 7d, or an instant (default: 24h)')
    .option('--to-file <path>', 'write there, for its owner alone; never over another file')
    .addOption(new Option('--image <kind>', 'how to draw a QR code').choices(['terminal', 'svg', 'png']).default('terminal'))
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack outline vpn-eu summary', ''],
        ['keyrack outline vpn-eu set data-limit 100GB', 'for every key without a limit of its own'],
        ['keyrack outline vpn-eu export --to-file keys.jsonl', ''],
        ['keyrack outline vpn-us import keys.jsonl --dry-run', 'look first'],
        ['keyrack outline vpn-eu qr 7', ''],
      ]),
    )
    .action(
      invocation.handle<OutlineOptions, [string, string, readonly string[]]>(async (context, options, [connection, name, values]) => {
        const load = Object.hasOwn(acts, name) ? acts[name] : undefined;
        if (load !== undefined) return (await load())(context, { connection, values, options });
        const [near] = nearest(name, Object.keys(acts));
        throw new UsageError(
          `There is no "${name}" to do`,
          near === undefined ? `Known are: ${Object.keys(acts).join(', ')}.` : `Did you mean ${near}?`,
        );
      }),
    );
}
