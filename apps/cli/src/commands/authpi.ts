import { Command, Option } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import { confirmChange } from '../input/confirm.ts';
import { collect } from '../input/pairs.ts';
import { wholeNumber } from '../input/numbers.ts';
import { findMethod, firstWords } from '../input/typed-words.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, valueOption, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { UsageError } from '../usage-error.ts';
import type { AuthPIInput } from './authpi/call.ts';
import type { OpenedAuthPI } from './authpi/client.ts';
import type { InputOptions } from './authpi/input.ts';
import type { TypedMethod } from './authpi/method.ts';
import { authpiMethods } from './authpi/methods.ts';

interface AuthPIOptions extends InputOptions, OutputOptions, DryRunOptions, YesOptions {
  readonly limit?: number;
}

/** What a table shows of any kind of object, where it has it. */
const columnNames = [
  'id',
  'user_id',
  'member_id',
  'host',
  'name',
  'email_invited',
  'username_type',
  'type',
  'event_type',
  'status',
  'created_at',
];

/** `keyrack authpi`. */
export function authpiCommand(invocation: Invocation): Command {
  return new Command('authpi')
    .summary('any call of the AuthPI Core API')
    .description(
      [
        'Calls any method of the AuthPI client with the credential of a connection, word by word as the client has it:',
        'issuer <id> user <id> tokens list. Behind a word that does not fit stands what would. The first words:',
        '',
        `  ${firstWords(authpiMethods).join(', ')}`,
        '',
        'What it makes is not known to the rack before the next sync: keyrack issue makes keys that are.',
      ].join('\n'),
    )
    .argument('<connection>', 'a connection to an AuthPI account')
    .argument('[words...]', 'the method, with the ids in it')
    .addOption(valueOption('--set <name=value>', 'a field of the body, as JSON or text (repeatable)', collect))
    .option('--body <path>', 'the body as one JSON object; - reads standard input')
    .addOption(valueOption('--query <name=value>', 'what a list or a reading is asked for (repeatable)', collect))
    .addOption(valueOption('--limit <n>', 'print at most this many of a list (default: all)', wholeNumber(1)))
    .option('--if-match <etag>', 'change it only while it is in this state')
    .addOption(new Option('--idempotency-key <key>', 'repeat an earlier POST, or let this one be repeated (default: a new one)'))
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack authpi sign-in whoami -o json', ''],
        ['keyrack authpi sign-in issuers list --query status=active', ''],
        ['keyrack authpi sign-in issuer i_1 users create --set username=ada --set username_type=unique-name', ''],
        ['keyrack authpi sign-in webhooks create --body webhook.json', 'its secret comes alone on standard output'],
        ['keyrack authpi sign-in issuer i_1 users delete usr_1 --dry-run', 'look first'],
      ]),
    )
    .action(
      invocation.handle<AuthPIOptions, [string, readonly string[]]>(async (context, options, [connection, words]) => {
        const typed = findMethod(authpiMethods, words);
        // Loaded when a method is known: a mistake in a word needs no client.
        const { readInput } = await import('./authpi/input.ts');
        const { withAuthPI } = await import('./authpi/client.ts');
        const given = await readInput(context.host, typed.method, options);
        const purpose = typed.method.words.replaceAll(/ <\w+>/g, '') + (options.dryRun === true ? ' --dry-run' : '');
        return withAuthPI(context, { connection, purpose }, (opened) => perform({ context, options, typed }, opened, given));
      }),
    );
}

interface Performed {
  readonly context: Context;
  readonly options: AuthPIOptions;
  readonly typed: TypedMethod;
}

async function perform({ context: { host }, options, typed }: Performed, opened: OpenedAuthPI, given: AuthPIInput): Promise<ExitCode> {
  const { callMethod, callPages, prepareMethod } = await import('./authpi/call.ts');
  const { printObject, printObjects } = await import('../output/print-object.ts');
  const { method } = typed;
  const { client } = opened;
  const input = { ...given, signal: host.signal };
  if (options.dryRun === true) {
    const { printDryRun } = await import('../output/print-dry-run.ts');
    await printDryRun(host, options.output, await prepareMethod(client, typed, given));
    return exitCode.done;
  }
  refuseOwnKey(typed, opened);
  if (method.gives === 'page') {
    await printObjects(host, { format: options.output, most: options.limit, columnNames }, callPages(client, typed, input));
    return exitCode.done;
  }
  const isFinal = method.verb === 'DELETE' || / revoke(?:-all)?(?: |$)/.test(method.words);
  if (isFinal && !(await confirmChange(host, `Really ${method.words}: ${typed.ids.join(', ')}?`, options.yes ?? false)))
    return exitCode.done;
  const answer = await callMethod(client, typed, input);
  if (method.gives === 'array')
    await printObjects(host, { format: options.output, most: options.limit, columnNames }, once(answer as readonly object[])); // as the table says
  else if (method.gives === 'none') await host.errors.write(`Done: ${method.words}: ${typed.ids.join(', ')}.\n`);
  else await printObject(host, options.output, answer as object); // as the table says
  return exitCode.done;
}

/** @throws {UsageError} for what would end the credential that the rack itself works with. */
function refuseOwnKey({ method, ids }: TypedMethod, { ownKeyId }: OpenedAuthPI): void {
  if (!method.words.startsWith('api-keys ') || method.verb === 'GET' || ids.at(-1) !== ownKeyId) return;
  throw new UsageError(
    `${ownKeyId} is the key that Keyrack itself works with`,
    'Give the connection another one first (keyrack connection update), and end this one with that.',
  );
}

async function* once(items: readonly object[]): AsyncIterable<readonly object[]> {
  yield items;
}
