import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { sayWhenSlow } from '../../output/say-when-slow.ts';
import { connectionCheckRecord, connectionCheckView } from '../../records/connection-check-record.ts';
import { explain } from '../../failure.ts';
import { failureText } from '../../report-failure.ts';

/** `keyrack connection check`. */
export function checkConnectionCommand(invocation: Invocation): Command {
  return new Command('check')
    .summary('ask the system whether it answers, and what it can do')
    .description('Asks the system who it is: whether it answers, takes the credential, and is still the one that was added.')
    .argument('<name>', 'the connection')
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions, [string]>((context, { output }, [name]) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const checked = await sayWhenSlow(host, rack.connections.check(name, { signal: host.signal }));
          await printRecord(host, output, { record: connectionCheckRecord(checked), view: connectionCheckView });
          if (checked.identityProblem === null) return exitCode.done;
          const outcome = 'Until then nothing is synced or revoked there.';
          await host.errors.write(failureText(host, { ...explain(checked.identityProblem), outcome }));
          return exitCode.refused;
        }),
      ),
    );
}
