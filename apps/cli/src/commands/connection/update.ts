import type { Rack } from '@keyrack/runtime';
import { Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { changeRack, readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { ConnectionInputOptions } from '../../input/connection-input.ts';
import {
  connectionInputOptions,
  credentialReference,
  describesConnection,
  readConnectionInput,
  requireCredential,
} from '../../input/connection-input.ts';
import { collect, parsePairs } from '../../input/pairs.ts';
import type { WorkLimitOptions } from '../../input/work-limits.ts';
import { workLimitOptions, workLimits } from '../../input/work-limits.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions } from '../../options.ts';
import { dryRunOption, examples, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import { connectionRecord, connectionView } from '../../records/connection-record.ts';
import { UsageError } from '../../usage-error.ts';

interface UpdateOptions extends OutputOptions, DryRunOptions, ConnectionInputOptions, WorkLimitOptions {
  readonly label?: readonly string[];
  readonly acceptNewIdentity?: boolean;
}

/** `keyrack connection update`. */
export function updateConnectionCommand(invocation: Invocation): Command {
  const command = new Command('update')
    .summary('change address, pin, credential, labels or limits')
    .description(
      'Describes a system anew: its address, certificate pin, credential or labels, and how much workers may ask of it. What is not given stays.',
    )
    .argument('<name>', 'the connection');
  for (const option of [...connectionInputOptions(), ...workLimitOptions()]) command.addOption(option);
  return command
    .addOption(valueOption('--label <name=value>', 'replace all labels; repeatable', collect))
    .addOption(new Option('--accept-new-identity', 'the system was reinstalled on purpose: take it for the same connection'))
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack connection update vpn-eu --from-file access.txt', 'a new pin or address'],
        ['keyrack connection update vpn-eu --credential-env VPN_EU', 'read it from there from now on; the store forgets it'],
        ['keyrack connection update vpn-eu --accept-new-identity', 'after a reinstallation'],
      ]),
    )
    .action(
      invocation.handle<UpdateOptions, [string]>((context, options, [name]) => {
        const isGiven = describesConnection(options) || options.label !== undefined || workLimits(options) !== undefined;
        if (!isGiven && !options.acceptNewIdentity) {
          throw new UsageError(
            'Nothing to update was given',
            'Give --from-file, --from-json, --set, --credential-env, --credential-file, --label, --max-requests-per-hour, --max-tasks-at-once or --accept-new-identity.',
          );
        }
        const open = options.dryRun ? readRack : changeRack;
        return open(context, (rack) => update(context, rack, { name, options }));
      }),
    );
}

async function update(
  { host }: Context,
  rack: Rack,
  { name, options }: { readonly name: string; readonly options: UpdateOptions },
): Promise<ExitCode> {
  const { provider, workLimits: before } = await rack.connections.get(name);
  const limits = workLimits(options, before);
  const reference = credentialReference(options);
  if (reference !== undefined) await requireCredential(host, reference);
  // With nothing but another place for the credential, the rest of the description stays.
  const isDescribed = describesConnection(options) && (reference === undefined || options.set !== undefined);
  const input = isDescribed ? await readConnectionInput(host, provider, options) : undefined;
  if (options.dryRun) {
    await host.errors.write(`Would ask the system who it is and change "${name}".\nNothing was changed.\n`);
    return exitCode.done;
  }
  const change = {
    ...(input === undefined ? {} : { input }),
    ...(reference === undefined ? {} : { credentialReference: reference }),
    ...(options.label === undefined ? {} : { labels: parsePairs(options.label, '--label') }),
    ...(limits === undefined ? {} : { workLimits: limits }),
    ...(options.acceptNewIdentity ? { acceptNewIdentity: true } : {}),
  };
  const { connection } = await rack.connections.update(name, change, { signal: host.signal });
  await host.errors.write(`Updated ${name}. Next: keyrack sync ${name}\n`);
  if (options.output !== 'table')
    await printRecord(host, options.output, { record: connectionRecord(connection, await host.providerKinds()), view: connectionView });
  return exitCode.done;
}
