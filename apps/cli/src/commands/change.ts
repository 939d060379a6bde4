import type { AccessKey } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { onceOthersAreDone } from '../acts/once-others-are-done.ts';
import { owedFailure } from '../acts/owed-failure.ts';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import { findKey } from '../find-key.ts';
import type { KeyChange, KeyChangeOptions } from '../input/key-change.ts';
import { changeOptions, keyChange } from '../input/key-change.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions } from '../options.ts';
import { dryRunOption, examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';
import { printable } from '../output/printable.ts';
import { sayWhenSlow } from '../output/say-when-slow.ts';
import type { KeyDetails } from '../records/key-details-record.ts';
import { keyDetailsRecord, keyDetailsView } from '../records/key-details-record.ts';
import { changedLines } from '../records/key-difference.ts';
import { failureText } from '../report-failure.ts';

interface ChangeOptions extends OutputOptions, DryRunOptions, KeyChangeOptions {}

/** `keyrack change`. */
export function changeCommand(invocation: Invocation): Command {
  const command = new Command('change')
    .summary('change name, owner, limits, expiry or rotation policy of a key')
    .description(
      'Changes what a key is called, whose it is, what it may use and when it ends. What is not given stays.\nWhat the system knows of it is read back and compared; only then the record follows.',
    )
    .argument('<key>', 'an id, the beginning of one, connection/name, or a name that is unique');
  for (const option of changeOptions()) command.addOption(option);
  return command
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack change vpn-eu/alice-laptop --name alice-phone', ''],
        ['keyrack change alice-laptop --data-limit none --expires-in 30d', 'unlimited, for thirty days'],
        ['keyrack change app --rotate-cron "0 3 * * 1" --rotate-zone Europe/Berlin', 'every Monday, by keyrack work'],
        ['keyrack change ci-key --owner svc-ci --label env=prod --dry-run', 'only shows what would be different'],
      ]),
    )
    .action(
      invocation.handle<ChangeOptions, [string]>((context, options, [text]) => {
        const change = keyChange(options, context.host.nowMs());
        const open = options.dryRun ? readRack : changeRack;
        return open(context, async (rack) => {
          const { id } = await findKey(rack, text);
          const before = await rack.keys.show(id);
          return options.dryRun ? preview(context, rack, { before, change }) : apply(context, rack, { before, change, options });
        });
      }),
    );
}

interface ChangeOfKey {
  readonly before: KeyDetails;
  readonly change: KeyChange;
}

async function preview({ host }: Context, rack: Rack, { before, change }: ChangeOfKey): Promise<ExitCode> {
  const after = await rack.keys.previewChange(before.key.id, change);
  await host.errors.write(
    `Would change ${nameOf(before)}:\n${difference(before, after)}${await expiryNote(rack, before, change)}Nothing was changed.\n`,
  );
  return exitCode.done;
}

async function apply(
  { host }: Context,
  rack: Rack,
  { before, change, options }: ChangeOfKey & { readonly options: ChangeOptions },
): Promise<ExitCode> {
  const { id } = before.key;
  const { key, operation } = await onceOthersAreDone(host, () =>
    sayWhenSlow(host, rack.keys.change(id, { ...change, signal: host.signal })),
  );
  const isDone = operation === null || operation.state === 'done';
  if (isDone) await host.errors.write(`Changed ${nameOf(before)}:\n${difference(before, key)}${await expiryNote(rack, before, change)}`);
  if (options.output !== 'table') {
    await printRecord(host, options.output, { record: keyDetailsRecord(await rack.keys.show(id)), view: keyDetailsView });
  }
  if (isDone) return exitCode.done;
  const failure = await owedFailure(host, rack, {
    operation,
    message: `The change of ${nameOf(before)} is written down, but not confirmed`,
    outcome: 'The record says what it said before until the system confirms it.',
  });
  await host.errors.write(failureText(host, failure));
  return failure.exitCode;
}

function nameOf({ key, connection }: KeyDetails): string {
  return `${connection.name}/${printable(key.name || key.id)}`;
}

function difference({ key }: KeyDetails, after: AccessKey): string {
  const lines = changedLines(key, after);
  return (lines.length === 0 ? ['nothing is different'] : lines).map((line) => `  ${printable(line)}\n`).join('');
}

/** Who ends the key, where the system does not. */
async function expiryNote(rack: Rack, { connection }: KeyDetails, { expiresAtMs }: KeyChange): Promise<string> {
  if (typeof expiresAtMs !== 'number') return '';
  const kind = (await rack.providerKinds()).find((candidate) => candidate.kind === connection.provider);
  if (kind?.capabilities.expiry !== 'keyrack') return '';
  return `Note: ${kind.displayName} has no expiry of its own: something must run when it is due, keyrack work or keyrack operations resume --all.\n`;
}
