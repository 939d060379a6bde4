import type { MovedRack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import { confirmChange } from '../../input/confirm.ts';
import { storeAddress } from '../../input/store-address.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions, YesOptions } from '../../options.ts';
import { dryRunOption, examples, valueOption, yesOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import type { ListView } from '../../output/list-writer.ts';
import { printRows } from '../../output/print-list.ts';
import { showProgress } from '../../output/progress.ts';

interface MoveOptions extends DryRunOptions, YesOptions, OutputOptions {
  readonly to: string;
}

const movedTables: ListView<MovedRack['tables'][number]> = {
  fields: ['table', 'rows', 'sha256'],
  columns: [
    { title: 'TABLE', cell: ({ table }) => table },
    { title: 'ROWS', cell: ({ rows }) => String(rows) },
    { title: 'SHA-256, EQUAL ON BOTH SIDES', cell: ({ sha256 }) => sha256 },
  ],
};

/** `keyrack store move`. */
export function moveStoreCommand(invocation: Invocation): Command {
  return new Command('move')
    .summary('from SQLite to PostgreSQL')
    .description(
      'Copies the store of the data folder into an empty PostgreSQL database, compares the number and a hash of the rows of every table, and closes the file for good.\nAt no instant can both be written. Stopped at whatever instant, the same command goes on. The master key stays in the data folder.',
    )
    .addOption(
      valueOption(
        '--to <address>',
        'postgres://user@host/database, file:PATH or env:NAME; its password is taken from PGPASSWORD, the file that PGPASSFILE names, or ~/.pgpass',
        storeAddress,
      ).makeOptionMandatory(),
    )
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText('after', examples([['keyrack store move --to postgres://keyrack@db.example.org/keyrack --dry-run', '']]))
    .action(invocation.handle<MoveOptions>((context, options) => move(context, options)));
}

async function move({ host, home }: Context, { to, dryRun = false, yes = false, output }: MoveOptions): Promise<ExitCode> {
  const request = { to, ...(home === undefined ? {} : { home }) };
  const agreed = dryRun || (await confirmChange(host, 'Move the store, and never write to the file in the data folder again?', yes));
  if (!agreed) return exitCode.failed;
  const progress = await showProgress(host, 'Copying rows', null);
  let before = { rows: 0, table: '' };
  let sum = 0;
  let moved: MovedRack;
  try {
    moved = await host.moveRack({
      ...request,
      dryRun,
      onProgress(now) {
        sum += now.rows - (now.table === before.table ? before.rows : 0);
        before = now;
        progress.update(sum, now.table);
      },
    });
  } finally {
    progress.stop();
  }
  if (dryRun) {
    await printRows(host, { format: output, view: { ...movedTables, columns: movedTables.columns.slice(0, 2) }, whenEmpty: '' }, [
      moved.tables,
    ]);
    await host.errors.write(`Can be moved to ${moved.place}. Nothing was changed.\n`);
    return exitCode.done;
  }
  await printRows(host, { format: output, view: movedTables, whenEmpty: '' }, [moved.tables]);
  await host.errors.write(
    `${moved.resumed ? 'Finished the move' : 'Moved'} to ${moved.place}. The data folder belongs to that store from now on; end processes that were started before.\n`,
  );
  return exitCode.done;
}
