import type { BackupKey, BackupLock } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { Option } from 'commander';
import type { Host } from '../host.ts';
import { valueOption } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import { requirePerson } from './confirm.ts';
import { collect } from './pairs.ts';
import { readSecretText } from './secret-text.ts';

/** The options that say who can open a backup. */
export interface BackupLockOptions {
  readonly recipient?: readonly string[];
  readonly passphraseFile?: string;
}

/** The options that open a backup. */
export interface BackupKeyOptions {
  readonly identityFile?: string;
  readonly passphraseFile?: string;
}

/** `--recipient`, for whoever encrypts without a passphrase. */
export function recipientOption(): Option {
  return valueOption('--recipient <age1...>', 'encrypt for this public key of age; repeatable', collect).conflicts('passphraseFile');
}

/** `--passphrase-file`. */
export function passphraseFileOption(): Option {
  return new Option('--passphrase-file <path>', 'read the passphrase from this file; - is standard input (default: asked for)');
}

/** `--identity-file`. */
export function identityFileOption(): Option {
  return new Option(
    '--identity-file <path>',
    'open with the identities in this file, as age-keygen writes it; - is standard input',
  ).conflicts('passphraseFile');
}

/** Reads who shall be able to open a backup; asks for a passphrase, twice, when nothing was given. @throws {UsageError} */
export async function readBackupLock(host: Host, { recipient, passphraseFile }: BackupLockOptions): Promise<BackupLock> {
  if (recipient !== undefined) return { kind: 'recipients', recipients: recipient };
  if (passphraseFile !== undefined) return { kind: 'passphrase', passphrase: await readLine(host, passphraseFile) };
  const question = 'A passphrase for this backup (it is not shown):';
  requirePerson(host, question, 'Give --passphrase-file <path>, or --recipient age1…');
  const passphrase = await host.questions.secret(question);
  if ((await host.questions.secret('Once more:')) !== passphrase) throw new UsageError('The two passphrases differ', 'Repeat the command.');
  return { kind: 'passphrase', passphrase: new Secret(passphrase) };
}

/** Reads what opens a backup; asks for the passphrase when nothing was given. @throws {UsageError} */
export async function readBackupKey(host: Host, { identityFile, passphraseFile }: BackupKeyOptions): Promise<BackupKey> {
  if (identityFile !== undefined) return { kind: 'identity', identity: await readSecretText(host, identityFile) };
  if (passphraseFile !== undefined) return { kind: 'passphrase', passphrase: await readLine(host, passphraseFile) };
  const question = 'The passphrase of the backup (it is not shown):';
  requirePerson(host, question, 'Give --passphrase-file <path>, or --identity-file <path>.');
  return { kind: 'passphrase', passphrase: new Secret(await host.questions.secret(question)) };
}

/** Editors and `echo` end a file with a newline, which nobody types. */
async function readLine(host: Host, path: string): Promise<Secret> {
  return new Secret((await readSecretText(host, path)).reveal().replace(/\r?\n$/, ''));
}
