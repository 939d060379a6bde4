import type { FilterObject } from '@keyrack/vergeos';
import { Command } from 'commander';
import type { BodyOptions } from '../input/json-body.ts';
import { wholeNumber } from '../input/numbers.ts';
import { collect, collectList } from '../input/pairs.ts';
import { findMethod } from '../input/typed-words.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, valueOption, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { UsageError } from '../usage-error.ts';
import type { VergeOSMethod } from './vergeos/method.ts';

/** The options of `keyrack vergeos`; each method takes some of them. */
export interface VergeOSOptions extends BodyOptions, OutputOptions, DryRunOptions, YesOptions {
  readonly filter?: FilterObject;
  readonly fields?: readonly string[];
  readonly limit?: number;
}

/** `keyrack vergeos`. */
export function vergeosCommand(invocation: Invocation): Command {
  return new Command('vergeos')
    .summary('users, groups, rights and tables of a VergeOS system')
    .description(
      [
        'Does on a VergeOS system what is not about the keys of the rack:',
        '',
        '  system                       name and version',
        '  users list | get | create | update | enable | disable | delete',
        '  groups list | get | create | update | enable | disable | delete',
        '  members list <group> | add <group> <member> | remove <membership>',
        '  permissions list [<who>] | get | grant <who> <table> | update | revoke',
        '  tables list | get | schema | create | update | delete | action <table>',
        '',
        'A user or a group is typed as its name or its key; a member, and whoever has a permission, is a user or group:<group>.',
        'A user without a password in --body gets one that nobody knows.',
      ].join('\n'),
    )
    .argument('<connection>', 'a connection to a VergeOS system')
    .argument('[words...]', 'what to do')
    .addOption(valueOption('--set <name=value>', 'what shall be set, as JSON or text (repeatable)', collect))
    .option('--body <path>', 'the same as one JSON object, for passwords too; - reads standard input')
    .addOption(valueOption('--filter <json>', 'which rows of a list: {"name":{"bw":"ci-"},"enabled":true}', parseFilter))
    .addOption(valueOption('--fields <names>', 'which columns of a table (default: its own)', collectList))
    .addOption(valueOption('--limit <n>', 'print at most this many of a list (default: all)', wholeNumber(1)))
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack vergeos cloud users create ci --set type=api', 'somebody to own keys'],
        ['keyrack vergeos cloud permissions grant ci vms --set list=true', 'the least rights'],
        ['keyrack vergeos cloud members add operators alice', ''],
        [`keyrack vergeos cloud users list --filter '{"enabled":false}'`, ''],
        ['keyrack vergeos cloud tables list vms --fields name,ram', ''],
        ['keyrack vergeos cloud users delete ci --dry-run', 'look first'],
      ]),
    )
    .action(
      invocation.handle<VergeOSOptions, [string, readonly string[]]>(async (context, options, [connection, words]) => {
        const { vergeosMethods } = await import('./vergeos/methods.ts');
        const typed = findMethod(vergeosMethods, words);
        const { method, ids } = typed;
        refuseOptions(method, options);
        const { readJsonBody } = await import('../input/json-body.ts');
        const { perform } = await import('./vergeos/perform.ts');
        const { withVergeOS } = await import('./vergeos/client.ts');
        const { filter, fields } = options;
        const input = { ids, body: await readJsonBody(context.host, options), filter, fields, signal: context.host.signal };
        const purpose = method.words.replaceAll(/ <\w+>/g, '') + (options.dryRun === true ? ' --dry-run' : '');
        return withVergeOS(context, { connection, purpose }, (opened) => perform(context, opened, { typed, input, options }));
      }),
    );
}

/** @throws {UsageError} for an option that the method would not look at. */
function refuseOptions({ kind, takes, words }: VergeOSMethod, { set, body, filter, fields, limit }: VergeOSOptions): void {
  const known: readonly string[] = takes;
  const wrong = [
    ...(known.includes('body') ? [] : [['--set', set] as const, ['--body', body] as const]),
    ...(known.includes('filter') ? [] : [['--filter', filter] as const]),
    ...(known.includes('fields') ? [] : [['--fields', fields] as const]),
    ...(kind === 'list' ? [] : [['--limit', limit] as const]),
  ].find(([, value]) => value !== undefined);
  if (wrong !== undefined) throw new UsageError(`"${words}" takes no ${wrong[0]}`, 'Leave it out.');
}

function parseFilter(text: string): FilterObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  // What it holds is checked by the client.
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as FilterObject;
  throw new UsageError('it is not one JSON object', `Give columns and what they must be: '{"name":{"bw":"ci-"}}'.`);
}
