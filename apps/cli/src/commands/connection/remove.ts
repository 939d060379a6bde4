import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { changeRack, readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { Host } from '../../host.ts';
import { confirmChange } from '../../input/confirm.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions, YesOptions } from '../../options.ts';
import { dryRunOption, examples, yesOption } from '../../options.ts';
import type { OutputFormat, OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { listWriter } from '../../output/list-writer.ts';
import { walkPages } from '../../output/print-list.ts';
import { keyList, keyRecord } from '../../records/key-record.ts';

interface RemoveOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly forget?: boolean;
}

/** `keyrack connection remove`. */
export function removeConnectionCommand(invocation: Invocation): Command {
  return new Command('remove')
    .summary('forget a system')
    .description(
      'Forgets a system and everything known of its keys. Nothing is changed in the system itself; --output gives the keys that stay alive there.\nWhile keys of ours live there it is refused, unless you say that they may stay alive.',
    )
    .argument('<name>', 'the connection')
    .option('--forget', 'also when living keys are forgotten with it')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText('after', examples([['keyrack connection remove vpn-old --dry-run', 'lists what would stay alive']]))
    .action(
      invocation.handle<RemoveOptions, [string]>((context, options, [name]) => {
        const open = options.dryRun ? readRack : changeRack;
        return open(context, (rack) => remove(context, rack, { name, options }));
      }),
    );
}

async function remove(
  { host }: Context,
  rack: Rack,
  { name, options }: { readonly name: string; readonly options: RemoveOptions },
): Promise<ExitCode> {
  await rack.connections.get(name);
  const living = await showLivingKeys(host, rack, { name, format: options.output });
  if (options.dryRun) {
    await rack.connections.previewRemove(name, { forget: options.forget ?? false });
    await host.errors.write('Nothing was changed.\n');
    return exitCode.done;
  }
  // Without --forget the rack refuses while keys live; a question before that would be asked in vain.
  const asks = living === 0 || options.forget === true;
  if (asks && !(await confirmChange(host, `Forget "${name}"?`, options.yes ?? false))) return exitCode.failed;
  await rack.connections.remove(name, { forget: options.forget ?? false });
  await host.errors.write(`Removed ${name}.\n`);
  return exitCode.done;
}

/** What a person should know before; the machine formats are what the command prints. */
async function showLivingKeys(
  host: Host,
  rack: Rack,
  { name, format }: { readonly name: string; readonly format: OutputFormat },
): Promise<number> {
  const writer = listWriter(format, format === 'table' ? host.errors : host.output, keyList);
  let living = 0;
  for await (const page of walkPages(host, {}, (request) => rack.connections.livingKeys(name, request))) {
    if (living === 0 && page.length > 0) await host.errors.write(`These keys stay alive in the system:\n`);
    living += page.length;
    await writer.write(page.map(({ key, currentVersion }) => keyRecord(key, currentVersion, name)));
  }
  await writer.end();
  if (living === 0) await host.errors.write(`No key of ours lives on "${name}".\n`);
  return living;
}
