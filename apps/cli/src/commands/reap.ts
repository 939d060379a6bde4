import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import { confirmChange } from '../input/confirm.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { showProgress } from '../output/progress.ts';
import { TableLayout } from '../output/table.ts';
import { count } from '../output/words.ts';
import type { ReapRecord } from '../records/reap-record.ts';
import { reapList, reapRecord } from '../records/reap-record.ts';
import { failureText, whatFailed } from '../report-failure.ts';

interface ReapOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly repair?: boolean;
}

/** `keyrack reap`. */
export function reapCommand(invocation: Invocation): Command {
  return new Command('reap')
    .summary('keys that are not as they are written down')
    .description(
      'Reads the systems, then reports: keys with the mark of this rack and no record, recorded keys that are gone, keys that others have changed.\nWith --repair it puts the records right. It never ends or changes a key in a system: that is keyrack revoke and keyrack change. An id alone proves\nnothing; only a mark that is on the key now does.',
    )
    .argument('[connection...]', 'which connections (default: all)')
    .option('--repair', 'record what is ours, and write down as ended what is gone')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack reap', 'look; exit code 1: something was found'],
        ['keyrack reap vpn-eu --repair', 'shows what it would do, and asks'],
      ]),
    )
    .action(
      invocation.handle<ReapOptions, [readonly string[]]>((context, options, [names]) =>
        readRack(context, (rack) => reap({ context, rack, options }, names)),
      ),
    );
}

interface Reap {
  readonly context: Context;
  readonly rack: Rack;
  readonly options: ReapOptions;
}

async function reap(reaping: Reap, names: readonly string[]): Promise<ExitCode> {
  const { context, options } = reaping;
  const { host } = context;
  const { records, failures } = await look(reaping, names);
  const listing = { format: options.output, view: reapList, whenEmpty: 'Everything is as it is written down.' };
  const repairable = records.filter(({ repair }) => repair !== null);
  if (options.repair !== true || options.dryRun === true || repairable.length === 0) {
    await printRows(host, listing, [records]);
    if (options.dryRun) await host.errors.write('Nothing was changed.\n');
    else if (repairable.length > 0)
      await host.errors.write(`${count(repairable.length, 'record')} can be put right: keyrack reap --repair\n`);
    return combineExitCodes([...failures, ...(records.length > 0 ? [exitCode.failed] : failures.length === 0 ? [exitCode.done] : [])]);
  }
  if (options.yes !== true) await host.errors.write(new TableLayout(reapList.columns, host.errors).render(records));
  const question = `Put ${count(repairable.length, 'record')} right? No key is ended or changed in a system.`;
  if (!(await confirmChange(host, question, options.yes ?? false))) return exitCode.failed;
  const repaired: ReapRecord[] = [];
  for (const record of records) repaired.push(record.repair === null || host.signal.aborted ? record : await repair(reaping, record));
  await printRows(host, listing, [repaired]);
  const codes = repaired.map(({ result }) => (result === 'repaired' ? exitCode.done : exitCode.failed));
  return combineExitCodes([...failures, ...codes]);
}

/** What is found, and the exit codes of what could not be read. */
async function look(
  { context: { host }, rack }: Reap,
  names: readonly string[],
): Promise<{ readonly records: readonly ReapRecord[]; readonly failures: readonly ExitCode[] }> {
  const progress = await showProgress(host, 'Reading keys', null);
  const results = await rack.inventory
    .sync(names, { signal: host.signal, onProgress: ({ connection, seen }) => progress.update(seen, connection) })
    .finally(() => progress.stop());
  const records: ReapRecord[] = [];
  const failures: ExitCode[] = [];
  for (const result of results) {
    if (result.kind === 'failed') {
      const failure = whatFailed(host, result.error);
      failures.push(failure.exitCode);
      await host.errors.write(failureText(host, { ...failure, message: `${result.connection.name}: ${failure.message}` }));
      continue;
    }
    const { id, name } = result.report.connection;
    for await (const finding of rack.reaper.findings(id)) records.push(reapRecord(finding, name));
  }
  return { records, failures };
}

async function repair({ context: { host }, rack }: Reap, record: ReapRecord): Promise<ReapRecord> {
  try {
    await rack.reaper.repair(record.keyId, { signal: host.signal });
    return { ...record, result: 'repaired' };
  } catch (error) {
    const failure = whatFailed(host, error);
    await host.errors.write(failureText(host, { ...failure, message: `${record.connection}/${record.name}: ${failure.message}` }));
    return { ...record, result: 'failed', problem: failure.message };
  }
}
