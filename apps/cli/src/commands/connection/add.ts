import type { ProviderKind } from '@keyrack/contracts';
import { Command } from 'commander';
import type { Rack } from '@keyrack/runtime';
import type { Context } from '../../context.ts';
import { makeRack } from '../../context.ts';
import { advanceDueWork } from '../../due-work.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import type { ConnectionInputOptions } from '../../input/connection-input.ts';
import { connectionInputOptions, credentialReference, readConnectionInput, requireCredential } from '../../input/connection-input.ts';
import { collect, parsePairs } from '../../input/pairs.ts';
import type { WorkLimitOptions } from '../../input/work-limits.ts';
import { workLimitOptions, workLimits } from '../../input/work-limits.ts';
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

interface AddOptions extends OutputOptions, DryRunOptions, ConnectionInputOptions, WorkLimitOptions {
  readonly label?: readonly string[];
}

type NewConnection = Parameters<Rack['connections']['add']>[0];

interface Addition extends OutputOptions {
  readonly kind: ProviderKind;
  readonly request: NewConnection;
}

/** `keyrack connection add`. */
export function addCommand(invocation: Invocation): Command {
  const command = new Command('add')
    .summary('connect a system')
    .description(
      'Connects a system: asks it who it is, and writes it down.\nIts credential is kept encrypted, or stays where you keep it and is read each time.',
    )
    .argument('<provider>', 'the kind of system, such as outline')
    .argument('<name>', 'what to call it from now on, such as vpn-eu');
  for (const option of [...connectionInputOptions(), ...workLimitOptions()]) command.addOption(option);
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
      invocation.handle<AddOptions, [string, string]>(async (context, options, [provider, name]) => {
        // All that can be known to be wrong is, before a data folder is made.
        const kind = await findKind(context, provider);
        const request = await readRequest(context, kind, { name, options });
        return options.dryRun
          ? preview(context, kind, request)
          : makeRack(context, (rack) => add(context, rack, { kind, request, output: options.output }));
      }),
    );
}

/** @throws {UsageError} */
async function findKind({ host }: Context, provider: string): Promise<ProviderKind> {
  const kinds = await host.providerKinds();
  const found = kinds.find(({ kind }) => kind === provider);
  if (found) return found;
  throw new UsageError(
    `There is no provider "${provider}"`,
    didYouMean(
      provider,
      kinds.map(({ kind }) => kind),
      'providers',
    ),
  );
}

async function readRequest(
  { host }: Context,
  kind: ProviderKind,
  { name, options }: { readonly name: string; readonly options: AddOptions },
): Promise<NewConnection> {
  const input = await readConnectionInput(host, kind.kind, options);
  const limits = workLimits(options);
  const more = { labels: parsePairs(options.label ?? [], '--label'), ...(limits && { workLimits: limits }) };
  const reference = credentialReference(options);
  if (reference !== undefined) {
    await requireCredential(host, reference);
    // What the credential says is looked at only when the connection is made.
    return { name, provider: kind.kind, input, ...more, credentialReference: reference };
  }
  kind.readConnection(input);
  return { name, provider: kind.kind, input, ...more };
}

async function preview({ host }: Context, { displayName }: ProviderKind, { name }: NewConnection): Promise<ExitCode> {
  await host.errors.write(`Would ask the ${displayName} server who it is and add it as "${name}".\nNothing was changed.\n`);
  return exitCode.done;
}

async function add({ host }: Context, rack: Rack, { kind, request, output }: Addition): Promise<ExitCode> {
  await advanceDueWork(host, rack);
  const { connection, report } = await sayWhenSlow(host, rack.connections.add(request, { signal: host.signal }));
  const version = report.systemVersion === null ? '' : ` ${report.systemVersion}`;
  await host.errors.write(`Connected ${request.name}: ${kind.displayName}${version}. Next: keyrack sync ${request.name}\n`);
  if (output !== 'table') await printRecord(host, output, { record: connectionRecord(connection, [kind]), view: connectionView });
  return exitCode.done;
}
