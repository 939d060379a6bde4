import type { AccessKey, RevocationReason } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command, Option } from 'commander';
import { connectionNames } from '../connection-names.ts';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import { findKeys } from '../find-key.ts';
import { confirmChange } from '../input/confirm.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { printable } from '../output/printable.ts';
import { showProgress } from '../output/progress.ts';
import { TableLayout } from '../output/table.ts';
import { count } from '../output/words.ts';
import { keyDetailsRecord } from '../records/key-details-record.ts';
import { keyList } from '../records/key-record.ts';
import { revocationList } from '../records/revocation-record.ts';
import { failureText } from '../report-failure.ts';
import type { Revocation } from '../revocation.ts';
import { revokeOne } from '../revocation.ts';

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
    .argument('<key...>', 'ids, beginnings of ids, connection/name, or names that are unique')
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
        return open(context, async (rack) => revoke(context, rack, { keys: await findKeys(rack, texts), options }));
      }),
    );
}

async function revoke(
  context: Context,
  rack: Rack,
  { keys, options }: { readonly keys: readonly AccessKey[]; readonly options: RevokeOptions },
): Promise<ExitCode> {
  const { host } = context;
  const asks = !options.yes && !options.dryRun;
  if (keys.length > 1 || asks || options.dryRun) await host.errors.write(await preview(context, rack, keys));
  if (options.dryRun) {
    await host.errors.write('Nothing was changed.\n');
    return exitCode.done;
  }
  const question = keys.length === 1 ? 'Revoke this key for good?' : `Revoke these ${keys.length} keys for good?`;
  if (!(await confirmChange(host, question, options.yes ?? false))) return exitCode.failed;
  const revocations = await revokeAll(context, rack, { keys, options });
  const view = { format: options.output, view: revocationList, whenEmpty: '' };
  await printRows(host, view, [revocations.map(({ record }) => record)]);
  for (const { failure } of revocations) if (failure) await host.errors.write(failureText(host, failure));
  host.signal.throwIfAborted();
  return combineExitCodes(revocations.map(({ failure }) => failure?.exitCode ?? exitCode.done));
}

async function revokeAll(
  { host }: Context,
  rack: Rack,
  { keys, options }: { readonly keys: readonly AccessKey[]; readonly options: RevokeOptions },
): Promise<readonly Revocation[]> {
  const nameOf = await connectionNames(rack);
  const progress = await showProgress(host, 'Revoking', keys.length);
  const revocations: Revocation[] = [];
  for (const key of keys) {
    if (host.signal.aborted) break;
    progress.update(revocations.length, printable(key.name));
    const request = { reason: options.reason, allowOwnCredential: options.ownCredential ?? false, signal: host.signal };
    revocations.push(await revokeOne(rack, key, { ...request, connection: nameOf(key.connectionId) }));
  }
  progress.stop();
  return revocations;
}

async function preview({ host }: Context, rack: Rack, keys: readonly AccessKey[]): Promise<string> {
  const records = await Promise.all(keys.map(async ({ id }) => keyDetailsRecord(await rack.keys.show(id))));
  return `To be revoked: ${count(keys.length, 'key')}\n${new TableLayout(keyList.columns, host.errors).render(records)}`;
}
