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
import { printable } from '../output/printable.ts';

interface ResumeOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly reason?: string;
}

/** `keyrack resume`. */
export function resumeCommand(invocation: Invocation): Command {
  return new Command('resume')
    .summary('put suspended keys back into use as they were')
    .description(
      'Puts suspended keys back into use as they were.\nWith --reason that one reason is taken away, and the key comes back when it was the last.',
    )
    .addArgument(keysArgument())
    .option('--reason <text>', 'the reason that holds no more (default: whatever the reasons are)')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack resume vpn-eu/alice-laptop', ''],
        ['keyrack resume alice-laptop --reason "laptop lost"', 'others may still hold'],
      ]),
    )
    .action(
      invocation.handle<ResumeOptions, [readonly string[]]>((context, options, [texts]) => {
        const open = options.dryRun ? readRack : changeRack;
        return open(context, async (rack) =>
          actOnKeys(context, rack, { act: resumption(context, rack, options), targets: await namedTargets(rack, texts), options }),
        );
      }),
    );
}

function resumption({ host }: Context, rack: Rack, { reason }: ResumeOptions): KeyAct {
  const request = reason === undefined ? { signal: host.signal } : { reason, signal: host.signal };
  return {
    verb: 'Resume',
    doing: 'Resuming',
    done: 'resumed',
    noun: 'resumption',
    isFinal: false,
    async preview({ key }) {
      await rack.keys.previewResume(key.id, request);
      return key;
    },
    async perform({ key: { id } }) {
      const { key, operation } = await rack.keys.resume(id, request);
      if (operation !== null || key.state !== 'suspended') return { key, operation };
      const reasons = key.suspensionReasons.map(printable).join(', ');
      await host.errors.write(
        `${printable(key.name)} stays suspended: ${reasons}. Without --reason it comes back whatever the reasons are.\n`,
      );
      return { key, operation, result: 'suspended' };
    },
  };
}
