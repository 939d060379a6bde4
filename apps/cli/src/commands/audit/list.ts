import { Command } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { findKey } from '../../find-key.ts';
import { wholeNumber } from '../../input/numbers.ts';
import type { Invocation } from '../../invocation.ts';
import type { PagingOptions } from '../../options.ts';
import { cursorOption, examples, limitOption, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows, walkPages } from '../../output/print-list.ts';
import type { AuditRecord } from '../../records/audit-record.ts';
import { auditList, auditRecord } from '../../records/audit-record.ts';

interface ListOptions extends OutputOptions, PagingOptions {
  readonly key?: string;
  readonly after?: number;
  readonly newestFirst?: boolean;
}

/** `keyrack audit list`. */
export function listAuditCommand(invocation: Invocation): Command {
  return new Command('list')
    .summary('show the events in their order')
    .description('Shows the events of the audit trail in their order.')
    .option('--key <key>', 'only events of this key')
    .addOption(valueOption('--after <sequence>', 'only events behind this one', wholeNumber(0)))
    .option('--newest-first', 'the other way round')
    .addOption(limitOption())
    .addOption(cursorOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack audit --newest-first --limit 20', 'what happened last'],
        ['keyrack audit list --key vpn-eu/alice-laptop', ''],
      ]),
    )
    .action(
      invocation.handle<ListOptions>((context, options) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const filter = {
            ...(options.key === undefined ? {} : { keyIds: [(await findKey(rack, options.key)).id] }),
            ...(options.after === undefined ? {} : { afterSequence: options.after }),
            newestFirst: options.newestFirst ?? false,
          };
          const nameOf = await connectionNames(rack);
          async function* pages(): AsyncIterable<readonly AuditRecord[]> {
            for await (const page of walkPages(host, options, (request) => rack.audit.list(filter, request)))
              yield page.map((event) => auditRecord(event, event.connectionId === null ? null : nameOf(event.connectionId)));
          }
          await printRows(host, { format: options.output, view: auditList, whenEmpty: 'No event fits.' }, pages());
          return exitCode.done;
        }),
      ),
    );
}
