import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows } from '../../output/print-list.ts';
import { connectionList, connectionRecord } from '../../records/connection-record.ts';

/** `keyrack connection list`. */
export function listConnectionsCommand(invocation: Invocation): Command {
  return new Command('list')
    .summary('show the connections')
    .description('Shows the connections, without asking any system.')
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions>((context, { output }) =>
        readRack(context, async (rack) => {
          const kinds = await context.host.providerKinds();
          const records = (await rack.connections.list()).map((connection) => connectionRecord(connection, kinds));
          const whenEmpty = 'There are none yet: keyrack connection add outline vpn-eu --from-file access.txt';
          await printRows(context.host, { format: output, view: connectionList, whenEmpty }, [records]);
          return exitCode.done;
        }),
      ),
    );
}
