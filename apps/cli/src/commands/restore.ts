import type { RestoreOptions as RestoreRequest, RestorePreview } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { BackupKeyOptions } from '../input/backup-lock.ts';
import { identityFileOption, passphraseFileOption, readBackupKey } from '../input/backup-lock.ts';
import { confirmChange } from '../input/confirm.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, yesOption } from '../options.ts';
import { showCopyProgress } from '../output/copy-progress.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';
import { count } from '../output/words.ts';
import { restorePreviewRecord, restoreRecord, restoreView } from '../records/restore-record.ts';

interface RestoreOptions extends OutputOptions, DryRunOptions, YesOptions, BackupKeyOptions {
  readonly trail?: string;
  readonly replace?: boolean;
}

type Request = Omit<RestoreRequest, 'environment'>;

/** `keyrack restore`. */
export function restoreCommand(invocation: Invocation): Command {
  return new Command('restore')
    .summary('make the rack of a backup again')
    .description(
      'Fills an empty data folder, or an empty PostgreSQL database, from a backup of either kind. All of it is there afterwards, or nothing.\nA new generation begins: nothing that was being done when the backup was made is run on; it is looked up and recorded, or ended. Until every system\nwas read again nothing else is done there. Stop the rack that was backed up first, if it still runs: two with one memory would undo each other.',
    )
    .argument('<file>', 'what keyrack backup wrote')
    .addOption(passphraseFileOption())
    .addOption(identityFileOption())
    .option(
      '--trail <path>',
      'an audit file, or what keyrack audit export wrote, from after the backup: what it says was revoked is revoked again',
    )
    .option('--replace', 'take the place of the rack that is there')
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack --home new restore rack.backup --dry-run', 'read all of it, and say what is in it'],
        ['keyrack --home new restore rack.backup --trail audit.jsonl', 'with what was revoked later'],
        ['keyrack --store postgres://keyrack@db/keyrack restore rack.backup', 'into a database'],
      ]),
    )
    .action(invocation.handle<RestoreOptions, [string]>((context, options, [file]) => restore(context, options, file)));
}

async function restore(context: Context, options: RestoreOptions, file: string): Promise<ExitCode> {
  const { host, home, store } = context;
  const { trail, replace = false, dryRun = false, yes = false, output } = options;
  const request: Request = {
    file,
    key: await readBackupKey(host, options),
    replace,
    ...(home !== undefined && { home }),
    ...(store !== undefined && { store }),
    ...(trail !== undefined && { trail }),
  };
  if (dryRun) {
    const preview = await look(host, request);
    await printRecord(host, output, { record: restorePreviewRecord(preview), view: restoreView });
    await sayPreview(host, preview);
    await host.errors.write('Nothing was changed.\n');
    return preview.used && !replace ? exitCode.refused : exitCode.done;
  }
  if (replace && !yes) {
    const preview = await look(host, request);
    await sayPreview(host, preview);
    if (preview.used && !(await confirmChange(host, `Replace the rack in ${preview.place}?`, false))) return exitCode.failed;
  }
  using progress = await showCopyProgress(host, 'Restoring rows');
  const restored = await host.restoreRack({ ...request, onProgress: progress.onProgress });
  progress[Symbol.dispose]();
  await printRecord(host, output, { record: restoreRecord(restored), view: restoreView });
  if (restored.later?.missingBefore)
    await host.errors.write(
      `Between the backup and event ${restored.later.missingBefore} the trail tells nothing: what was revoked then is not known.\n`,
    );
  await host.errors.write('Next: keyrack sync; then keyrack operations resume --all, and keyrack reap.\n');
  return exitCode.done;
}

async function look(host: Host, request: Request): Promise<RestorePreview> {
  using progress = await showCopyProgress(host, 'Reading rows');
  return await host.previewRestore({ ...request, onProgress: progress.onProgress });
}

async function sayPreview(host: Host, { used, later, place, rackId }: RestorePreview): Promise<void> {
  if (later) await host.errors.write(`The trail tells of ${count(later.revocations.length, 'key')} that were revoked after the backup.\n`);
  if (!used) return;
  const { keys, auditEvents, unfinishedOperations } = used;
  await host.errors.write(
    `In ${place} there is rack ${used.rackId ?? 'without an id'}: ${count(keys, 'key')}, ${count(unfinishedOperations, 'unfinished operation')}, ${count(auditEvents, 'audit event')}.\n`,
  );
  if (used.rackId === rackId)
    await host.errors.write(
      'It is the same rack. What it did after the backup is lost but for its trail: keyrack audit export > audit.jsonl, then --trail audit.jsonl\n',
    );
}
