import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { connectionRecord, connectionView } from '../../records/connection-record.ts';

/** `keyrack connection show`. */
export function showConnectionCommand(invocation: Invocation): Command {
  return new Command('show')
    .summary('show one connection')
    .description('Shows how a system is reached, never with what credential.')
    .argument('<name>', 'the connection')
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions, [string]>((context, { output }, [name]) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const record = connectionRecord(await rack.connections.get(name), await host.providerKinds());
          await printRecord(host, output, { record, view: connectionView });
          return exitCode.done;
        }),
      ),
    );
}
