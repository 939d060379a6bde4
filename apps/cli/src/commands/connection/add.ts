import { Command } from 'commander';
import type { Rack } from '@keyrack/runtime';
import type { Context } from '../../context.ts';
import { makeRack } from '../../context.ts';
import { advanceDueWork } from '../../due-work.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { ConnectionInputOptions } from '../../input/connection-input.ts';
import { connectionInputOptions, credentialReference, readConnectionInput } from '../../input/connection-input.ts';
import { collect, parsePairs } from '../../input/pairs.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions } from '../../options.ts';
import { dryRunOption, examples, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { sayWhenSlow } from '../../output/say-when-slow.ts';
import { connectionRecord, connectionView } from '../../records/connection-record.ts';
import { didYouMean } from '../../suggest.ts';
import { UsageError } from '../../usage-error.ts';

interface AddOptions extends OutputOptions, DryRunOptions, ConnectionInputOptions {
  readonly label?: readonly string[];
}

interface Addition {
  readonly provider: string;
  readonly name: string;
  readonly options: AddOptions;
}

/** `keyrack connection add`. */
export function addCommand(invocation: Invocation): Command {
  const command = new Command('add')
    .summary('connect a system')
    .description(
      'Connects a system: asks it who it is, and writes it down.\nIts credential is kept encrypted, or stays where you keep it and is read each time.',
    )
    .argument('<provider>', 'the kind of system: outline')
    .argument('<name>', 'what to call it from now on, such as vpn-eu');
  for (const option of connectionInputOptions()) command.addOption(option);
  return command
    .addOption(valueOption('--label <name=value>', 'a label of your own; repeatable', collect))
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack connection add outline vpn-eu --from-file access.txt', ''],
        ['keyrack connection add outline vpn-eu', 'asks for what the installer printed'],
        ['keyrack emulate outline -o jsonl > line.json &', 'a server to try things on, and then:'],
        ['keyrack connection add outline trial --from-json line.json', ''],
      ]),
    )
    .action(
      invocation.handle<AddOptions, [string, string]>((context, options, [provider, name]) =>
        makeRack(context, (rack) => add(context, rack, { provider, name, options })),
      ),
    );
}

async function add({ host }: Context, rack: Rack, { provider, name, options }: Addition): Promise<ExitCode> {
  const kinds = rack.providerKinds.map(({ kind }) => kind);
  const kind = rack.providerKinds.find((candidate) => candidate.kind === provider);
  if (!kind) throw new UsageError(`There is no provider "${provider}"`, didYouMean(provider, kinds, 'providers'));
  const input = await readConnectionInput(host, provider, options);
  const reference = credentialReference(options);
  const labels = parsePairs(options.label ?? [], '--label');
  if (options.dryRun) {
    // A credential kept elsewhere is looked at only when the connection is made.
    if (reference === undefined) kind.readConnection(input);
    await host.errors.write(`Would ask the ${kind.displayName} server who it is and add it as "${name}".\nNothing was changed.\n`);
    return exitCode.done;
  }
  await advanceDueWork(host, rack);
  const request = { name, provider, input, labels, ...(reference === undefined ? {} : { credentialReference: reference }) };
  const { connection, report } = await sayWhenSlow(host, rack.connections.add(request, { signal: host.signal }));
  const version = report.systemVersion === null ? '' : ` ${report.systemVersion}`;
  await host.errors.write(`Connected ${name}: ${kind.displayName}${version}. Next: keyrack sync ${name}\n`);
  if (options.output !== 'table') await printRecord(host, options.output, { record: connectionRecord(connection), view: connectionView });
  return exitCode.done;
}
