import type { RevocationReason } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command, Option } from 'commander';
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

const reasons = ['asked', 'compromised', 'offboarded', 'expired'] as const satisfies readonly RevocationReason[];

interface RevokeOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly reason: (typeof reasons)[number];
  readonly ownCredential?: boolean;
}

/** `keyrack revoke`. */
export function revokeCommand(invocation: Invocation): Command {
  return new Command('revoke')
    .summary('end keys for good')
    .description(
      'Ends keys for good: a revoked key never comes back to life.\nA key counts as revoked when its system confirms that it is gone; until then the revocation is owed and tried again.',
    )
    .addArgument(keysArgument())
    .addOption(new Option('--reason <reason>', 'why, for the record').choices(reasons).default('asked'))
    .option('--own-credential', 'also revoke the credential that Keyrack itself works with')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack revoke vpn-eu/alice-laptop', 'asks first'],
        ['keyrack revoke alice-laptop alice-phone --dry-run', 'only shows what would go'],
        ['keyrack revoke key_4f2a --reason compromised --yes', 'for scripts'],
      ]),
    )
    .action(
      invocation.handle<RevokeOptions, [readonly string[]]>((context, options, [texts]) => {
        const open = options.dryRun ? readRack : changeRack;
        return open(context, async (rack) =>
          actOnKeys(context, rack, { act: revocation(context, rack, options), targets: await namedTargets(rack, texts), options }),
        );
      }),
    );
}

function revocation({ host }: Context, rack: Rack, options: RevokeOptions): KeyAct {
  const request = { reason: options.reason, allowOwnCredential: options.ownCredential ?? false, signal: host.signal };
  return {
    verb: 'Revoke',
    doing: 'Revoking',
    done: 'revoked',
    noun: 'revocation',
    isFinal: true,
    isEnd: true,
    preview: async ({ key }) => key,
    perform: ({ key }) => rack.keys.revoke(key.id, request),
  };
}
