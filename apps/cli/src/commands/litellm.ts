import { Command } from 'commander';
import type { BodyOptions } from '../input/json-body.ts';
import { wholeNumber } from '../input/numbers.ts';
import { collect } from '../input/pairs.ts';
import { findMethod } from '../input/typed-words.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, valueOption, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { UsageError } from '../usage-error.ts';
import type { LiteLLMMethod } from './litellm/method.ts';

/** The options of `keyrack litellm`; each method takes some of them. */
export interface LiteLLMOptions extends BodyOptions, OutputOptions, DryRunOptions, YesOptions {
  readonly query?: readonly string[];
  readonly limit?: number;
}

/** `keyrack litellm`. */
export function litellmCommand(invocation: Invocation): Command {
  return new Command('litellm')
    .summary('users, teams, budgets, models, spending and activity of a LiteLLM proxy')
    .description(
      [
        'Does on a LiteLLM proxy what is not about the keys of the rack:',
        '',
        '  summary                                        version, database, licence, and what was spent',
        '  users list | get | create | update | delete <user>',
        '  teams list | get | create | update | patch | block | unblock | delete <team>',
        '  members add | update | reset-spend | reset-budget | remove <team> <user>',
        '  callbacks get | add | remove <team> <callback>  who hears of the calls of its keys',
        '  budgets list | get | create | update | delete <budget>',
        '  models list',
        '  spend keys | models | days | logs',
        '  activity days | keys                           calls, tokens and money, of users or with of=team of teams',
        '',
        "What is set has the proxy's own names. A user is made without a key: keyrack issue makes keys that the rack knows.",
      ].join('\n'),
    )
    .argument('<connection>', 'a connection to a LiteLLM proxy')
    .argument('[words...]', 'what to do')
    .addOption(valueOption('--set <name=value>', 'what shall be set, as JSON or text (repeatable)', collect))
    .option('--body <path>', 'the same as one JSON object; - reads standard input')
    .addOption(valueOption('--query <name=value>', 'what a list is asked for, such as role=internal_user (repeatable)', collect))
    .addOption(valueOption('--limit <n>', 'print at most this many of a list (default: all)', wholeNumber(1)))
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack litellm llm users create ada --set max_budget=20 --set budget_duration=30d', ''],
        ['keyrack litellm llm teams create core --set team_alias=Core --set models=\'["gpt-4o"]\'', ''],
        ['keyrack litellm llm members add core ada --set max_budget_in_team=5', ''],
        ['keyrack litellm llm spend days --query start_date=2026-11-01 --query end_date=2026-11-30', 'both days included'],
        ['keyrack litellm llm teams delete core --dry-run', 'look first'],
      ]),
    )
    .action(
      invocation.handle<LiteLLMOptions, [string, readonly string[]]>(async (context, options, [connection, words]) => {
        const { litellmMethods } = await import('./litellm/methods.ts');
        const typed = findMethod(litellmMethods, words);
        const { method, ids } = typed;
        refuseOptions(method, options);
        const { readJsonBody } = await import('../input/json-body.ts');
        const { readQuery } = await import('./litellm/query.ts');
        const { perform } = await import('./litellm/perform.ts');
        const { withLiteLLM } = await import('./litellm/client.ts');
        const body = await readJsonBody(context.host, options);
        const input = { ids, body, query: readQuery(options.query ?? []), signal: context.host.signal };
        const purpose = method.words.replaceAll(/ <\w+>/g, '') + (options.dryRun === true ? ' --dry-run' : '');
        return withLiteLLM(context, { connection, purpose }, (client) => perform(context, client, { typed, input, options }));
      }),
    );
}

/** @throws {UsageError} for an option that the method would not look at. */
function refuseOptions({ kind, takes, words }: LiteLLMMethod, { set, body, query, limit }: LiteLLMOptions): void {
  const known: readonly string[] = takes;
  const wrong = [
    ...(known.includes('body') ? [] : [['--set', set] as const, ['--body', body] as const]),
    ...(known.includes('query') ? [] : [['--query', query] as const]),
    ...(kind === 'list' ? [] : [['--limit', limit] as const]),
  ].find(([, value]) => value !== undefined);
  if (wrong !== undefined) throw new UsageError(`"${words}" takes no ${wrong[0]}`, 'Leave it out.');
}
