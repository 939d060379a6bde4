import type { Rack, WorkEvent } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { Duration } from '../input/durations.ts';
import { durationMs, parseDuration } from '../input/durations.ts';
import type { Invocation } from '../invocation.ts';
import { examples, valueOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { listWriter } from '../output/list-writer.ts';
import { workList, workRecord } from '../records/work-record.ts';

interface WorkCommandOptions extends OutputOptions {
  readonly syncEvery: Duration;
  readonly sync: boolean;
}

/** `keyrack work`. */
export function workCommand(invocation: Invocation): Command {
  return new Command('work')
    .summary('do what is due, until stopped')
    .description(
      'Ends keys at their expiry, rotates those whose policy says so, retires predecessors when their overlap is over, finishes what was\ninterrupted, revokes what is owed, and reads the systems now and then. Any number of workers may work on one rack. Ctrl-C finishes or\nhands back what is running.',
    )
    .addOption(
      valueOption('--sync-every <duration>', 'read each system when the last time is longer ago', parseDuration).default(
        parseDuration('15m'),
        '15m',
      ),
    )
    .option('--no-sync', 'leave reading to keyrack sync')
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack work', 'as a service, or in a terminal of its own'],
        ['keyrack work -o jsonl >> work.log', 'a line for each thing done'],
      ]),
    )
    .action(invocation.handle<WorkCommandOptions, []>((context, options) => readRack(context, (rack) => work(context, rack, options))));
}

async function work({ host }: Context, rack: Rack, { output, sync, syncEvery }: WorkCommandOptions): Promise<ExitCode> {
  await host.errors.write('Working; Ctrl-C ends it.\n');
  const writer = listWriter(output, host.output, workList);
  let written = Promise.resolve();
  await rack.work({
    signal: host.signal,
    syncEveryMs: sync ? durationMs(syncEvery, host.nowMs()) : null,
    onEvent(event: WorkEvent) {
      written = written.then(() => writer.write([workRecord(event, host.nowMs())]));
    },
  });
  await written;
  await writer.end();
  await host.errors.write('Stopped; what is left is due for the next worker.\n');
  return exitCode.done;
}
