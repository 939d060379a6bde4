import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { PagingOptions } from '../../options.ts';
import { cursorOption, limitOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows, walkPages } from '../../output/print-list.ts';
import type { OwnerRecord } from '../../records/owner-record.ts';
import { ownerList, ownerRecord } from '../../records/owner-record.ts';

/** `keyrack owner list`. */
export function listOwnersCommand(invocation: Invocation): Command {
  return new Command('list')
    .summary('show the people and services')
    .description('Shows the people and services that are known.')
    .addOption(limitOption())
    .addOption(cursorOption())
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions & PagingOptions>((context, options) =>
        readRack(context, async (rack) => {
          const { host } = context;
          async function* pages(): AsyncIterable<readonly OwnerRecord[]> {
            for await (const page of walkPages(host, options, (request) => rack.owners.list(request))) yield page.map(ownerRecord);
          }
          const whenEmpty = 'Nobody is known yet: keyrack owner add alice, or keyrack issue … --owner alice';
          await printRows(host, { format: options.output, view: ownerList, whenEmpty }, pages());
          return exitCode.done;
        }),
      ),
    );
}
