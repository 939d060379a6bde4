import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { actOnKeys } from '../acts/act-on-keys.ts';
import type { KeyAct } from '../acts/key-act.ts';
import { namedTargets } from '../acts/target.ts';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, keysArgument, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';

interface SuspendOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly reason: string;
  readonly ownCredential?: boolean;
}

/** `keyrack suspend`. */
export function suspendCommand(invocation: Invocation): Command {
  return new Command('suspend')
    .summary('take keys out of use until they are resumed')
    .description(
      'Takes keys out of use until they are resumed: the system refuses them, and what they were is kept.\nA key can be suspended for several reasons at once; it comes back when the last is gone. A system that cannot suspend refuses: nothing is imitated.',
    )
    .addArgument(keysArgument())
    .option('--reason <text>', 'why', 'asked')
    .option('--own-credential', 'also suspend the credential that Keyrack itself works with')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack suspend vpn-eu/alice-laptop --reason "laptop lost"', ''],
        ['keyrack suspend alice-laptop alice-phone', 'asks first'],
        ['keyrack resume alice-laptop', 'puts it back as it was'],
      ]),
    )
    .action(
      invocation.handle<SuspendOptions, [readonly string[]]>((context, options, [texts]) => {
        const open = options.dryRun ? readRack : changeRack;
        return open(context, async (rack) =>
          actOnKeys(context, rack, { act: suspension(context, rack, options), targets: await namedTargets(rack, texts), options }),
        );
      }),
    );
}

function suspension({ host }: Context, rack: Rack, options: SuspendOptions): KeyAct {
  const request = { reason: options.reason, allowOwnCredential: options.ownCredential ?? false, signal: host.signal };
  return {
    verb: 'Suspend',
    doing: 'Suspending',
    done: 'suspended',
    noun: 'suspension',
    isFinal: false,
    isEnd: true,
    async preview({ key }) {
      await rack.keys.previewSuspend(key.id, request);
      return key;
    },
    perform: ({ key }) => rack.keys.suspend(key.id, request),
  };
}
