import type { Rack } from '@keyrack/runtime';
import { Command, Option } from 'commander';
import { onceOthersAreDone } from '../../acts/once-others-are-done.ts';
import { reportStoppedWork } from '../../acts/stopped-work.ts';
import type { Context } from '../../context.ts';
import { readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { combineExitCodes, exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions } from '../../options.ts';
import { dryRunOption, examples } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows } from '../../output/print-list.ts';
import type { ResumeRecord, ResumeResult } from '../../records/resume-record.ts';
import { resumeList, resumeRecord } from '../../records/resume-record.ts';
import type { Host } from '../../host.ts';
import { UsageError } from '../../usage-error.ts';

interface ResumeOptions extends OutputOptions, DryRunOptions {
  readonly all?: boolean;
  readonly stuck?: boolean;
}

/** `keyrack operations resume`. */
export function resumeOperationsCommand(invocation: Invocation): Command {
  return new Command('resume')
    .summary('settle what was interrupted')
    .description(
      'Takes unfinished operations up again: asks the systems what is true, and finishes or settles what was begun.\nOnly what nobody works on any more is taken up.',
    )
    .argument('[operation...]', 'ids, or beginnings of them; also before their waiting time is over')
    .option('--all', 'everything that is due')
    .addOption(new Option('--stuck', 'with --all: also what is stuck and needs a person').implies({ all: true }))
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack operations resume --all', 'after a crash, or from a timer'],
        ['keyrack operations resume op_4f2a', 'this one, now'],
      ]),
    )
    .action(
      invocation.handle<ResumeOptions, [readonly string[]]>((context, options, [ids]) => {
        if (ids.length === 0 && !options.all) throw new UsageError('Nothing to resume was named', 'Name operations, or give --all.');
        if (ids.length > 0 && options.all) throw new UsageError('Both operations and --all were given', 'Give one or the other.');
        return readRack(context, (rack) =>
          options.dryRun ? preview(context, rack, { ids, options }) : resume(context, rack, { ids, options }),
        );
      }),
    );
}

interface Selection {
  readonly ids: readonly string[];
  readonly options: ResumeOptions;
}

async function resume({ host }: Context, rack: Rack, { ids, options }: Selection): Promise<ExitCode> {
  const { signal } = host;
  const results = options.all
    ? await rack.operations.resumeAll({ signal, includeStuck: options.stuck ?? false })
    : await resumeNamed({ host }, rack, ids);
  const records: readonly ResumeRecord[] = await Promise.all(results.map((result) => resumeRecord(rack, result)));
  await printRows(host, { format: options.output, view: resumeList, whenEmpty: 'Nothing is due.' }, [records]);
  const stopped = await reportStoppedWork(host, rack, results);
  if (stopped !== null) return stopped;
  if (options.all) await reportHeld(host, rack, results);
  return combineExitCodes(results.map(({ problem }) => (problem === null ? exitCode.done : exitCode.partly)));
}

/** What other processes hold is theirs to finish; that it is there must not go unsaid. */
async function reportHeld(host: Host, rack: Rack, results: readonly ResumeResult[]): Promise<void> {
  const { items } = await rack.operations.list({ states: ['running'] });
  const held = items.filter(({ id }) => results.every(({ operation }) => operation.id !== id));
  if (held.length === 0) return;
  const names = held.slice(0, 3).map(({ id }) => id);
  const more = held.length > names.length ? ', ...' : '';
  await host.errors.write(`Other processes work on ${held.length} more (${names.join(', ')}${more}), or died without leaving a proof.\n`);
}

async function resumeNamed({ host }: Pick<Context, 'host'>, rack: Rack, texts: readonly string[]): Promise<readonly ResumeResult[]> {
  const found = await Promise.all(texts.map((text) => rack.operations.find(text)));
  const results: ResumeResult[] = [];
  for (const { id } of found) results.push(await onceOthersAreDone(host, () => rack.operations.resume(id, { signal: host.signal })));
  return results;
}

async function preview({ host }: Context, rack: Rack, { ids, options }: Selection): Promise<ExitCode> {
  const nowMs = host.nowMs();
  const unfinished = await rack.operations.list(
    { states: options.stuck ? ['running', 'waiting', 'stuck'] : ['running', 'waiting'] },
    { limit: 1000 },
  );
  const operations = options.all
    ? unfinished.items.filter(({ waitUntilMs }) => waitUntilMs === null || waitUntilMs <= nowMs)
    : await Promise.all(ids.map((id) => rack.operations.find(id)));
  const records = await Promise.all(operations.map((operation) => resumeRecord(rack, { operation, problem: null })));
  await printRows(host, { format: options.output, view: resumeList, whenEmpty: 'Nothing is due.' }, [records]);
  await host.errors.write('Nothing was changed.\n');
  return exitCode.done;
}
