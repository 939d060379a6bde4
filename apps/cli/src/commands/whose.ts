import { Command } from 'commander';
import { connectionNames } from '../connection-names.ts';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { readFoundSecret } from '../input/secret-text.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { foundSecretList, foundSecretRecord } from '../records/found-secret-record.ts';

/** `keyrack whose`. */
export function whoseCommand(invocation: Invocation): Command {
  return new Command('whose')
    .summary('say whose a found secret is, and how to end it')
    .description(
      'Says whose a secret is that was found somewhere, with its key and the command that ends it.\nIt is read from standard input, or asked for and not shown; never from an argument. It is recognised by its fingerprint, ended ones too.\nExit code 1 when it is of no key of this rack.',
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack whose', 'asks for it'],
        ['keyrack whose < leaked.txt', ''],
        ['keyrack whose -o jsonl < leaked.txt | jq -r .revokeWith', ''],
      ]),
    )
    .action(
      invocation.handle<OutputOptions>((context, { output }) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const listings = await rack.keys.findBySecret(await readFoundSecret(host));
          const nameOf = await connectionNames(rack);
          const records = listings.map((listing) => foundSecretRecord(listing, nameOf(listing.key.connectionId)));
          const whenEmpty = 'It is of no key that this rack has issued, adopted or seen with its secret.';
          await printRows(host, { format: output, view: foundSecretList, whenEmpty }, [records]);
          return records.length === 0 ? exitCode.failed : exitCode.done;
        }),
      ),
    );
}
