import type { AccessKeyState, KeyFilter } from '@keyrack/contracts';
import { Command } from 'commander';
import { connectionNames } from '../connection-names.ts';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import type { KeySelectionOptions } from '../input/key-selection.ts';
import { keySelectionOptions, selectionFilter, usedBeforeMs } from '../input/key-selection.ts';
import { oneOf } from '../input/numbers.ts';
import { collectList, labelFilter, someText } from '../input/pairs.ts';
import type { Invocation } from '../invocation.ts';
import type { PagingOptions } from '../options.ts';
import { cursorOption, examples, limitOption, valueOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows, walkPages } from '../output/print-list.ts';
import { count, toInstant } from '../output/words.ts';
import type { KeyRecord } from '../records/key-record.ts';
import { keyList, keyRecord } from '../records/key-record.ts';
import type { Rack } from '@keyrack/runtime';

const states = ['pending', 'active', 'suspended', 'revoked'] as const satisfies readonly AccessKeyState[];

interface ListOptions extends OutputOptions, PagingOptions, KeySelectionOptions {
  readonly owner?: string;
  readonly state?: readonly AccessKeyState[];
  readonly label?: KeyFilter['label'];
  readonly foreign?: boolean;
  readonly drifted?: boolean;
}

/** `keyrack list`. */
export function listCommand(invocation: Invocation): Command {
  const command = new Command('list')
    .summary('show the keys of all systems')
    .description(
      'Shows every key the rack knows: issued, adopted, and those that were found in the systems.\nIt reads what the last sync wrote down and asks no system.',
    );
  for (const option of keySelectionOptions()) command.addOption(option);
  return command
    .addOption(valueOption('--owner <id>', 'only keys of this person or service', someText))
    .addOption(valueOption('--state <states>', `only keys in these states: ${states.join(', ')}`, collectStates))
    .addOption(valueOption('--label <name[=value]>', 'only keys with this label', labelFilter))
    .option('--foreign', 'only keys that this rack neither issued nor adopted')
    .option('--drifted', 'only keys that are missing or differ from what was written down')
    .addOption(limitOption())
    .addOption(cursorOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack list --owner alice', 'what Alice holds'],
        ['keyrack list --expires-before 30d', 'what ends within thirty days'],
        ['keyrack list --foreign -o csv > strays.csv', 'what nobody wrote down'],
        ['keyrack list -o jsonl | jq -r .upstreamId', 'for programs, one key per line'],
      ]),
    )
    .action(invocation.handle<ListOptions>((context, options) => readRack(context, (rack) => list(context, rack, options))));
}

async function list({ host }: Context, rack: Rack, options: ListOptions): Promise<0> {
  const filter = await keyFilter(rack, options, host.nowMs());
  const nameOf = await connectionNames(rack);
  const usedBefore = toInstant(usedBeforeMs(options, host.nowMs()));
  let unknownUse = 0;
  async function* pages(): AsyncIterable<readonly KeyRecord[]> {
    for await (const page of walkPages(host, options, (request) => rack.keys.list(filter, request))) {
      const records = page.map(({ key, currentVersion }) => keyRecord(key, currentVersion, nameOf(key.connectionId)));
      unknownUse += usedBefore === null ? 0 : records.filter(({ lastUsedAt }) => lastUsedAt === null).length;
      yield usedBefore === null ? records : records.filter(({ lastUsedAt }) => lastUsedAt !== null && lastUsedAt < usedBefore);
    }
  }
  const whenEmpty =
    Object.keys(filter).length > 0 || usedBefore !== null
      ? 'No key fits.'
      : 'No keys yet: keyrack sync reads the systems, keyrack issue makes one.';
  await printRows(host, { format: options.output, view: keyList, whenEmpty }, pages());
  if (unknownUse > 0) await host.errors.write(`${count(unknownUse, 'key')} left out: nobody knows when they were last used.\n`);
  return exitCode.done;
}

async function keyFilter(rack: Rack, options: ListOptions, nowMs: number): Promise<KeyFilter> {
  return {
    ...(await selectionFilter(rack, options, nowMs)),
    ...(options.owner === undefined ? {} : { ownerId: options.owner }),
    ...(options.state === undefined ? {} : { states: options.state }),
    ...(options.foreign ? { origins: ['foreign'] } : {}),
    ...(options.drifted ? { drift: ['missing', 'changed'] } : {}),
    ...(options.label === undefined ? {} : { label: options.label }),
  };
}

function collectStates(text: string, before: readonly AccessKeyState[] = []): readonly AccessKeyState[] {
  return [...before, ...collectList(text).map(oneOf(states))];
}
