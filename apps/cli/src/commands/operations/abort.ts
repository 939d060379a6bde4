import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { onceOthersAreDone } from '../../acts/once-others-are-done.ts';
import { reportStoppedWork } from '../../acts/stopped-work.ts';
import type { Context } from '../../context.ts';
import { readRack } from '../../context.ts';
import { describeOperation, stateWords } from '../../due-work.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { Host } from '../../host.ts';
import { confirmChange } from '../../input/confirm.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions, YesOptions } from '../../options.ts';
import { dryRunOption, examples, yesOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows } from '../../output/print-list.ts';
import type { ResumeResult } from '../../records/resume-record.ts';
import { resumeList, resumeRecord } from '../../records/resume-record.ts';
import { waitForOperation } from '../../wait-for-operation.ts';

interface AbortOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly reason: string;
  readonly wait?: boolean;
}

/** `keyrack operations abort`. */
export function abortOperationCommand(invocation: Invocation): Command {
  return new Command('abort')
    .summary('undo what was begun')
    .description(
      'Undoes an unfinished operation: what it made is revoked. It settles only when no delayed request can land any more.\nA revocation is never aborted.',
    )
    .argument('<operation>', 'its id, or a beginning of it')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .option('--wait', 'where a delayed request may still land: stay until it is settled')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack operations abort op_4f2a --reason "wrong server"', ''],
        ['keyrack operations abort op_4f2a --reason "wrong server" --wait', 'stays until it is settled'],
      ]),
    )
    .action(
      invocation.handle<AbortOptions, [string]>((context, options, [text]) =>
        readRack(context, async (rack) => abort(context, rack, { operation: await rack.operations.find(text), options })),
      ),
    );
}

async function abort(
  { host }: Context,
  rack: Rack,
  { operation, options }: { readonly operation: Operation; readonly options: AbortOptions },
): Promise<ExitCode> {
  // A question about what cannot be undone would be asked in vain.
  if (operation.direction !== 'abort') await rack.operations.previewAbort(operation.id);
  await host.errors.write(`To be undone: ${await describeOperation(rack, operation)}, ${stateWords(operation)}\n`);
  if (options.dryRun) {
    await host.errors.write('Nothing was changed.\n');
    return exitCode.done;
  }
  if (!(await confirmChange(host, 'Undo it?', options.yes ?? false))) return exitCode.failed;
  const begun = await beginAbort(host, rack, { operation, reason: options.reason });
  const result = options.wait ? await waitForOperation(host, rack, begun) : begun;
  await printRows(host, { format: options.output, view: resumeList, whenEmpty: '' }, [[await resumeRecord(rack, result)]]);
  if (result.problem === null) return exitCode.done;
  await host.errors.write(`It is ${stateWords(result.operation)}; keyrack operations resume --all finishes it then.\n`);
  return (await reportStoppedWork(host, rack, [result])) ?? exitCode.partly;
}

/** One that is being undone already is only taken up again. */
async function beginAbort(
  host: Host,
  rack: Rack,
  { operation, reason }: { readonly operation: Operation; readonly reason: string },
): Promise<ResumeResult> {
  const { signal } = host;
  return onceOthersAreDone(host, () =>
    operation.direction === 'abort'
      ? rack.operations.resume(operation.id, { signal })
      : rack.operations.abort(operation.id, { reason, signal }),
  );
}
