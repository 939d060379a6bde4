import { Command } from 'commander';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { findKey } from '../find-key.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';
import { keyDetailsRecord, keyDetailsView } from '../records/key-details-record.ts';

/** `keyrack show`. */
export function showCommand(invocation: Invocation): Command {
  return new Command('show')
    .summary('show everything known of one key')
    .description('Shows everything known of one key, its versions and what is unfinished about it. Never its secret.')
    .argument('<key>', 'an id, the beginning of one, connection/name, or a name that is unique')
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack show vpn-eu/alice-laptop', ''],
        ['keyrack show key_4f2a -o yaml', 'a beginning is enough'],
      ]),
    )
    .action(
      invocation.handle<OutputOptions, [string]>((context, { output }, [text]) =>
        readRack(context, async (rack) => {
          const { id } = await findKey(rack, text);
          await printRecord(context.host, output, { record: keyDetailsRecord(await rack.keys.show(id)), view: keyDetailsView });
          return exitCode.done;
        }),
      ),
    );
}
