import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { changeRack, readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import { confirmChange } from '../../input/confirm.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions, YesOptions } from '../../options.ts';
import { dryRunOption, examples, yesOption } from '../../options.ts';
import { walkPages } from '../../output/print-list.ts';
import { TableLayout } from '../../output/table.ts';
import { keyList, keyRecord } from '../../records/key-record.ts';

interface RemoveOptions extends DryRunOptions, YesOptions {
  readonly forget?: boolean;
}

/** `keyrack connection remove`. */
export function removeConnectionCommand(invocation: Invocation): Command {
  return new Command('remove')
    .summary('forget a system')
    .description(
      'Forgets a system and everything known of its keys. Nothing is changed in the system itself.\nWhile keys of ours live there it is refused, unless you say that they may stay alive.',
    )
    .argument('<name>', 'the connection')
    .option('--forget', 'also when living keys are forgotten with it')
    .addOption(dryRunOption())
    .addOption(yesOption())
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
  const living = await showLivingKeys({ host }, rack, name);
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

async function showLivingKeys({ host }: Pick<Context, 'host'>, rack: Rack, name: string): Promise<number> {
  const layout = new TableLayout(keyList.columns, host.errors);
  let living = 0;
  for await (const page of walkPages(host, {}, (request) => rack.connections.livingKeys(name, request))) {
    if (living === 0 && page.length > 0) await host.errors.write(`These keys stay alive in the system:\n`);
    living += page.length;
    if (page.length > 0)
      await host.errors.write(layout.render(page.map(({ key, currentVersion }) => keyRecord(key, currentVersion, name))));
  }
  if (living === 0) await host.errors.write(`No key of ours lives on "${name}".\n`);
  return living;
}
