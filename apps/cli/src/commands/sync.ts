import { Command } from 'commander';
import type { Rack } from '@keyrack/runtime';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { showProgress } from '../output/progress.ts';
import { count } from '../output/words.ts';
import type { SyncResult } from '../records/sync-record.ts';
import { syncList, syncRecord } from '../records/sync-record.ts';
import { failureText, interruptionOf, whatFailed } from '../report-failure.ts';

/** `keyrack sync`. */
export function syncCommand(invocation: Invocation): Command {
  return new Command('sync')
    .summary('read the systems and update the inventory')
    .description(
      'Reads every key of the systems and compares it with what is written down.\nIt changes nothing in the systems. One that is down does not keep the others waiting.',
    )
    .argument('[connection...]', 'which connections (default: all)')
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack sync', ''],
        ['keyrack sync vpn-eu vpn-us', 'only these'],
      ]),
    )
    .action(
      invocation.handle<OutputOptions, [readonly string[]]>((context, { output }, [names]) =>
        readRack(context, async (rack) => {
          const results = await readSystems(context, rack, names);
          const whenEmpty = 'There are no connections yet: keyrack connection add outline vpn-eu --from-file access.txt';
          const records = results.map((result) => syncRecord(context.host, result));
          await printRows(context.host, { format: output, view: syncList, whenEmpty }, [records]);
          return report(context, results);
        }),
      ),
    );
}

async function readSystems({ host }: Context, rack: Rack, names: readonly string[]): Promise<readonly SyncResult[]> {
  const seen = new Map<string, number>();
  // As many as last time is the best guess there is.
  const known = await rack.keys.count({ states: ['pending', 'active', 'suspended'] });
  const progress = await showProgress(host, 'Reading keys', known === 0 ? null : known);
  try {
    return await rack.inventory.sync(names, {
      signal: host.signal,
      onProgress(step) {
        seen.set(step.connection, step.seen);
        progress.update(
          [...seen.values()].reduce((sum, amount) => sum + amount, 0),
          step.connection,
        );
      },
    });
  } finally {
    progress.stop();
  }
}

async function report({ host }: Context, results: readonly SyncResult[]): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const result of results) {
    if (result.kind === 'failed') {
      const failure = whatFailed(host, result.error);
      codes.push(failure.exitCode);
      // That it was stopped is said once, for all.
      if (failure.exitCode !== interruptionOf(host)?.exitCode)
        await host.errors.write(failureText(host, { ...failure, message: `${result.connection.name}: ${failure.message}` }));
      continue;
    }
    codes.push(exitCode.done);
    const { connection, reappeared, unrecorded, missing } = result.report;
    if (reappeared > 0)
      await host.errors.write(
        `${connection.name}: ${count(reappeared, 'revoked key is', 'revoked keys are')} back; keyrack operations resume --all revokes again.\n`,
      );
    if (unrecorded > 0)
      await host.errors.write(
        `${connection.name}: ${count(unrecorded, 'key carries', 'keys carry')} this rack's mark without a record: keyrack list --foreign\n`,
      );
    if (missing > 0)
      await host.errors.write(`${connection.name}: ${count(missing, 'key is', 'keys are')} gone from the system: keyrack list --drifted\n`);
  }
  const reason = interruptionOf(host);
  if (reason !== null && codes.includes(reason.exitCode)) throw reason;
  return combineExitCodes(codes);
}
