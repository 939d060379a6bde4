import { Command } from 'commander';
import { changeRack, readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions } from '../../options.ts';
import { dryRunOption, examples } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { ownerDetailsRecord, ownerView } from '../../records/owner-record.ts';

interface AddOptions extends OutputOptions, DryRunOptions {
  readonly name?: string;
  readonly service?: boolean;
}

/** `keyrack owner add`. */
export function addOwnerCommand(invocation: Invocation): Command {
  return new Command('add')
    .summary('write a person or service down')
    .description('Writes a person or service down. Nothing is changed in any system.')
    .argument('<id>', 'what people type and programs compare, such as alice or svc-billing')
    .option('--name <name>', 'what to call it in full')
    .option('--service', 'it is a service, not a person')
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack owner add alice --name "Alice Example"', ''],
        ['keyrack owner add svc-billing --service', ''],
      ]),
    )
    .action(
      invocation.handle<AddOptions, [string]>((context, { name, service, output, dryRun }, [id]) => {
        const { host } = context;
        const kind = service ? 'service' : 'person';
        if (dryRun) {
          return readRack(context, async (rack) => {
            await rack.owners.previewAdd({ id });
            await host.errors.write(`Would add ${kind} ${id}.\nNothing was changed.\n`);
            return exitCode.done;
          });
        }
        return changeRack(context, async (rack) => {
          const owner = await rack.owners.add({ id, kind, ...(name !== undefined && { displayName: name }) });
          await host.errors.write(`Added ${kind} ${id}. Next: keyrack issue <connection> --name <name> --owner ${id}\n`);
          if (output !== 'table') await printRecord(host, output, { record: ownerDetailsRecord(owner, []), view: ownerView });
          return exitCode.done;
        });
      }),
    );
}
