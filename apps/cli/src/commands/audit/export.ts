import type { AuditEvent } from '@keyrack/contracts';
import { Command, Option } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { wholeNumber } from '../../input/numbers.ts';
import type { Invocation } from '../../invocation.ts';
import { examples, valueOption } from '../../options.ts';
import { walkPages } from '../../output/print-list.ts';
import { auditRecord } from '../../records/audit-record.ts';
import { ocsfEvent } from '../../records/ocsf-event.ts';

interface ExportOptions {
  readonly format: 'jsonl' | 'ocsf';
  readonly after?: number;
}

/** `keyrack audit export`. */
export function exportAuditCommand(invocation: Invocation): Command {
  return new Command('export')
    .summary('write the events for another program')
    .description(
      'Writes the events in their order, one JSON object on each line: as they are kept, or as OCSF 1.3 events of class Entity Management.\nIt holds no secrets.',
    )
    .addOption(new Option('--format <format>', 'how to write them').choices(['jsonl', 'ocsf']).default('jsonl'))
    .addOption(valueOption('--after <sequence>', 'only events behind this one', wholeNumber(0)))
    .addHelpText(
      'after',
      examples([
        ['keyrack audit export > audit.jsonl', 'all of it'],
        ['keyrack audit export --format ocsf --after 1200', 'what is new, for a collector'],
      ]),
    )
    .action(
      invocation.handle<ExportOptions, []>((context, { format, after }) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const nameOf = await connectionNames(rack);
          const write = (event: AuditEvent): string => {
            const connection = event.connectionId === null ? null : nameOf(event.connectionId);
            return JSON.stringify(format === 'ocsf' ? ocsfEvent(event, connection) : auditRecord(event, connection));
          };
          const filter = after === undefined ? {} : { afterSequence: after };
          for await (const page of walkPages(host, {}, (request) => rack.audit.list(filter, request)))
            await host.output.write(page.map((event) => `${write(event)}\n`).join(''));
          return exitCode.done;
        }),
      ),
    );
}
