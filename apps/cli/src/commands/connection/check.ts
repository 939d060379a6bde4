import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { sayWhenSlow } from '../../output/say-when-slow.ts';
import { connectionCheckRecord, connectionCheckView } from '../../records/connection-check-record.ts';
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
          const record = connectionCheckRecord(await sayWhenSlow(host, rack.connections.check(name, { signal: host.signal })));
          await printRecord(host, output, { record, view: connectionCheckView });
          if (record.identityMatches) return exitCode.done;
          const failure = {
            message: `"${name}" is another system than the one that was added`,
            advice: `If it was reinstalled on purpose: keyrack connection update ${name} --accept-new-identity`,
            outcome: 'Until then nothing is synced or revoked there.',
            exitCode: exitCode.refused,
          };
          await host.errors.write(failureText(host, failure));
          return failure.exitCode;
        }),
      ),
    );
}
