import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { BackupKeyOptions, BackupLockOptions } from '../input/backup-lock.ts';
import { identityFileOption, passphraseFileOption, readBackupKey, readBackupLock, recipientOption } from '../input/backup-lock.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';
import { showCopyProgress } from '../output/copy-progress.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';
import { backupRecord, backupView } from '../records/backup-record.ts';

interface BackupOptions extends OutputOptions, BackupLockOptions, BackupKeyOptions {
  readonly verify?: boolean;
  readonly withMasterKey?: boolean;
}

/** `keyrack backup`. */
export function backupCommand(invocation: Invocation): Command {
  return new Command('backup')
    .summary('copy everything into an encrypted file')
    .description(
      'Copies the store as it is at one instant, while others go on, into a new file that age encrypts, and reads that file back.\nThe master key is NOT in it unless you say --with-master-key. Without the key the backup restores every record and no secret: keep a copy of the key\nelsewhere. With it, whoever opens the file can read every secret of the rack, so its passphrase is worth as much as all of them.',
    )
    .argument('<file>', 'a file that is not there yet; with --verify one that is')
    .addOption(recipientOption())
    .addOption(passphraseFileOption())
    .option('--with-master-key', 'put the master key into the backup too')
    .addOption(new Option('--verify', 'read a backup to its end and compare; nothing is written').conflicts(['recipient', 'withMasterKey']))
    .addOption(identityFileOption().conflicts(['passphraseFile', 'recipient']))
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack backup rack.backup', 'asks for a passphrase'],
        ['keyrack backup rack.backup --recipient age1...', 'nobody types anything; the identity is elsewhere'],
        ['keyrack backup rack.backup --verify --identity-file id.txt', 'whether it holds'],
      ]),
    )
    .action(
      invocation.handle<BackupOptions, [string]>((context, options, [file]) =>
        options.verify ? verify(context, options, file) : backUp(context, options, file),
      ),
    );
}

async function backUp(context: Context, options: BackupOptions, file: string): Promise<ExitCode> {
  const { host } = context;
  return readRack(context, async (rack) => {
    const lock = await readBackupLock(host, options);
    using progress = await showCopyProgress(host, 'Copying rows');
    const made = await rack.backUp({ file, lock, withMasterKey: options.withMasterKey ?? false, onProgress: progress.onProgress });
    progress[Symbol.dispose]();
    await printRecord(host, options.output, { record: backupRecord(made), view: backupView });
    if (!made.holdsMasterKey)
      await host.errors.write(
        `The master key ${made.masterKeyId ?? ''} is not in the backup. Keep a copy of it elsewhere: without it no secret can be read after a restore.\n`,
      );
    return exitCode.done;
  });
}

async function verify({ host }: Context, options: BackupOptions, file: string): Promise<ExitCode> {
  const key = await readBackupKey(host, options);
  using progress = await showCopyProgress(host, 'Reading rows');
  const found = await host.verifyBackup(file, key, { onProgress: progress.onProgress });
  progress[Symbol.dispose]();
  await printRecord(host, options.output, { record: backupRecord({ ...found, path: resolve(file) }), view: backupView });
  return exitCode.done;
}
