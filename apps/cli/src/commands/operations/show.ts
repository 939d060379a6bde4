import { Command } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { TableLayout } from '../../output/table.ts';
import { operationDetailsRecord, operationDetailsView, stepList } from '../../records/operation-details-record.ts';

/** `keyrack operations show`. */
export function showOperationCommand(invocation: Invocation): Command {
  return new Command('show')
    .summary('show one operation with its steps')
    .description('Shows one operation: what it does, where it stands, and every step with what is known of its outcome.')
    .argument('<operation>', 'its id, or a beginning of it')
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions, [string]>((context, { output }, [text]) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const { id } = await rack.operations.find(text);
          const details = await rack.operations.show(id);
          const record = operationDetailsRecord(details, (await connectionNames(rack))(details.operation.connectionId));
          await printRecord(host, output, { record, view: operationDetailsView });
          if (output === 'table') await host.output.write(`\n${new TableLayout(stepList.columns, host.output).render(record.steps)}`);
          return exitCode.done;
        }),
      ),
    );
}
