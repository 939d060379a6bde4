import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import { confirmChange } from '../input/confirm.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { showProgress } from '../output/progress.ts';
import { count } from '../output/words.ts';
import { lostWords, rebuildList, rebuildRecord } from '../records/rebuild-record.ts';
import { failureText, whatFailed } from '../report-failure.ts';
import { UsageError } from '../usage-error.ts';

interface RebuildOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly rackId?: string;
}

/** `keyrack rebuild`. */
export function rebuildCommand(invocation: Invocation): Command {
  return new Command('rebuild')
    .summary('make a lost store again from what the systems show')
    .description(
      'For a rack whose store is lost and that has no backup: in an empty data folder, add its connections anew, then run this. It reads the systems,\nfinds the mark of the lost rack on its keys, writes them down again under their names, and takes its id. It changes nothing in the systems, and says\nwhat nobody knows any more.',
    )
    .option('--rack-id <id>', 'which rack, where the marks of several are found: eight characters')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack rebuild --dry-run', 'whose marks there are, on how many keys'],
        ['keyrack rebuild --rack-id k7v2m9xw', ''],
      ]),
    )
    .action(invocation.handle<RebuildOptions, []>((context, options) => readRack(context, (rack) => rebuild(context, rack, options))));
}

async function rebuild(
  context: Context,
  rack: Rack,
  { rackId: asked, dryRun = false, yes = false, output }: RebuildOptions,
): Promise<ExitCode> {
  const { host } = context;
  // Refuses a rack that is in use, before anything is read.
  await rack.rebuilder.survey();
  const failed = await readSystems(context, rack);
  if (failed !== null) return failed;
  const racks = await rack.rebuilder.survey();
  await host.errors.write(
    racks.length === 0
      ? 'No key carries the mark of a rack.\n'
      : racks.map(({ rackId, keys }) => `Rack ${rackId} has marked ${count(keys, 'key')}.\n`).join(''),
  );
  const rackId = asked ?? onlyRack(racks.map((found) => found.rackId));
  const keys = racks.find((found) => found.rackId === rackId)?.keys ?? 0;
  if (dryRun) {
    await host.errors.write(`Would write ${count(keys, 'key')} of rack ${rackId} down again. Nothing was changed.\n`);
    return exitCode.done;
  }
  if (!(await confirmChange(host, `Make rack ${rackId} again, with ${count(keys, 'key')}?`, yes))) return exitCode.failed;
  const records = (await rack.rebuilder.rebuild(rackId, { signal: host.signal })).map(rebuildRecord);
  await printRows(host, { format: output, view: rebuildList, whenEmpty: 'There are no connections: add them first.' }, [records]);
  await host.errors.write(
    `What nobody knows any more:\n${lostWords(records)
      .map((words) => `- ${words}\n`)
      .join('')}`,
  );
  return exitCode.done;
}

function onlyRack(found: readonly string[]): string {
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    throw new UsageError('There is no rack to make again', 'Add the connections that it had, or name it with --rack-id.');
  throw new UsageError(`There are marks of several racks: ${found.join(', ')}`, 'Name the one that was lost with --rack-id.');
}

/** A system that was not read would be missing from the rack for good. @returns the exit code where one could not be read. */
async function readSystems({ host }: Context, rack: Rack): Promise<ExitCode | null> {
  const progress = await showProgress(host, 'Reading keys', null);
  const results = await rack.inventory
    .sync([], { signal: host.signal, onProgress: ({ connection, seen }) => progress.update(seen, connection) })
    .finally(() => progress.stop());
  let code: ExitCode | null = null;
  for (const result of results) {
    if (result.kind !== 'failed') continue;
    const failure = whatFailed(host, result.error);
    code = failure.exitCode;
    await host.errors.write(failureText(host, { ...failure, message: `${result.connection.name}: ${failure.message}` }));
  }
  if (code !== null) await host.errors.write('Nothing was written down: every system has to be read first.\n');
  return code;
}
