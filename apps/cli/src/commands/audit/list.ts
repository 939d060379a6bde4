import type { AuditFilter } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import type { Context } from '../../context.ts';
import { readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { AuditSelectionOptions } from '../../input/audit-selection.ts';
import { auditFilter, auditSelectionOptions } from '../../input/audit-selection.ts';
import { readFoundSecret } from '../../input/secret-text.ts';
import type { Invocation } from '../../invocation.ts';
import type { PagingOptions } from '../../options.ts';
import { cursorOption, examples, limitOption, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows, walkPages } from '../../output/print-list.ts';
import type { AuditRecord } from '../../records/audit-record.ts';
import { auditList, auditRecord } from '../../records/audit-record.ts';
import { UsageError } from '../../usage-error.ts';

interface ListOptions extends OutputOptions, PagingOptions, AuditSelectionOptions {
  readonly secret?: '-';
}

/** `keyrack audit list`. */
export function listAuditCommand(invocation: Invocation): Command {
  const command = new Command('list')
    .summary('show the events in their order')
    .description(
      'Shows the events of the audit trail in their order.\nWith --secret - it reads a secret that was found somewhere, and shows the events of its key, which it recognises by the fingerprint.',
    );
  for (const option of auditSelectionOptions()) command.addOption(option);
  return command
    .addOption(
      valueOption('--secret <->', 'only events of the key of a found secret, read from standard input', standardInput).conflicts('key'),
    )
    .addOption(limitOption())
    .addOption(cursorOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack audit --newest-first --limit 20', 'what happened last'],
        ['keyrack audit list --key vpn-eu/alice-laptop', ''],
        ['keyrack audit list --kind key.revealed --since 7d', 'who saw a secret this week'],
        ['keyrack audit list --secret - < leaked.txt', 'what happened to the key of a secret'],
      ]),
    )
    .action(invocation.handle<ListOptions>((context, options) => readRack(context, (rack) => list(context, rack, options))));
}

async function list({ host }: Context, rack: Rack, options: ListOptions): Promise<ExitCode> {
  const filter: AuditFilter = await auditFilter(rack, options, host.nowMs());
  const keyIds = options.secret === undefined ? null : await keysOf(rack, await readFoundSecret(host));
  const nameOf = await connectionNames(rack);
  const chosen = keyIds === null ? filter : { ...filter, keyIds };
  async function* pages(): AsyncIterable<readonly AuditRecord[]> {
    for await (const page of walkPages(host, options, (request) => rack.audit.list(chosen, request)))
      yield page.map((event) => auditRecord(event, event.connectionId === null ? null : nameOf(event.connectionId)));
  }
  const isUnknown = keyIds?.length === 0;
  const whenEmpty = isUnknown ? 'It is of no key that this rack has issued, adopted or seen with its secret.' : 'No event fits.';
  await printRows(host, { format: options.output, view: auditList, whenEmpty }, pages());
  return isUnknown ? exitCode.failed : exitCode.done;
}

async function keysOf(rack: Rack, found: Awaited<ReturnType<typeof readFoundSecret>>): Promise<readonly string[]> {
  return [...new Set((await rack.keys.findBySecret(found)).map(({ key }) => key.id))];
}

/** A secret is never taken from an argument, where the shell and every user of the machine see it. */
function standardInput(text: string): '-' {
  if (text === '-') return text;
  throw new UsageError('A secret is not taken from an argument', 'Pipe it in, and give "-": keyrack audit list --secret - < leaked.txt');
}
