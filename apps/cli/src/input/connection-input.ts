import { resolve } from 'node:path';
import type { ConnectionInput } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { Option } from 'commander';
import type { Host } from '../host.ts';
import { valueOption } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import { requirePerson } from './confirm.ts';
import { readJsonFields } from './json-fields.ts';
import { collect, parsePairs } from './pairs.ts';
import { readSecretText } from './secret-text.ts';

/** The options that describe a connection. */
export interface ConnectionInputOptions {
  readonly fromFile?: string;
  readonly fromJson?: string;
  readonly credentialEnv?: string;
  readonly credentialFile?: string;
  readonly set?: readonly string[];
}

/** Where a credential is kept outside the store. */
export type CredentialReference = NonNullable<Parameters<Rack['connections']['add']>[0]['credentialReference']>;

/** The options that describe a connection, and its credential without ever taking it as an argument. */
export function connectionInputOptions(): readonly Option[] {
  return [
    new Option('--from-file <path>', 'an installer\'s output such as access.txt; "-" is standard input').conflicts([
      'fromJson',
      'credentialEnv',
      'credentialFile',
    ]),
    new Option('--from-json <path>', 'one JSON object with settings and credential; "-" is standard input'),
    new Option('--credential-env <name>', 'read the credential from this variable, each time it is needed').conflicts('credentialFile'),
    new Option('--credential-file <path>', 'read the credential from this file, each time it is needed'),
    valueOption('--set <name=value>', 'a setting of the system, nothing secret; repeatable', collect),
  ].map((option) => option.helpGroup('How to reach it:'));
}

/** Whether any of these options was given. */
export function describesConnection(options: ConnectionInputOptions): boolean {
  return [options.fromFile, options.fromJson, options.credentialEnv, options.credentialFile, options.set].some(
    (given) => given !== undefined,
  );
}

/** Reads what describes a connection; asks the person at the terminal when nothing was given. @throws {UsageError} */
export async function readConnectionInput(host: Host, provider: string, options: ConnectionInputOptions): Promise<ConnectionInput> {
  const fields = parsePairs(options.set ?? [], '--set');
  if (options.fromFile !== undefined) return { fields, text: await readSecretText(host, options.fromFile) };
  if (options.fromJson !== undefined) {
    const described = readJsonFields(await readSecretText(host, options.fromJson), provider);
    return { fields: { ...described, ...fields }, text: null };
  }
  if (credentialReference(options) !== undefined) return { fields, text: null };
  const question = 'Paste what the installer printed (it is not shown):';
  requirePerson(host, question, 'Give --from-file access.txt, --from-json <file>, or "-" with one of them to read standard input.');
  return { fields, text: new Secret(await host.questions.secret(question)) };
}

/** Looks whether a credential can be had where it is said to be kept, before anything is made or asked. @throws {UsageError} */
export async function requireCredential(host: Host, reference: CredentialReference): Promise<void> {
  if (reference.kind === 'file') {
    await readSecretText(host, reference.path);
    return;
  }
  if ((host.environment[reference.variable] ?? '').trim() !== '') return;
  throw new UsageError(
    `The variable ${reference.variable} is not set, or empty`,
    'Set and export it, or name another one with --credential-env.',
  );
}

/** Where the credential is kept, when it is not to be kept in the store. */
export function credentialReference({ credentialEnv, credentialFile }: ConnectionInputOptions): CredentialReference | undefined {
  if (credentialEnv !== undefined) return { kind: 'environment', variable: credentialEnv };
  return credentialFile === undefined ? undefined : { kind: 'file', path: resolve(credentialFile) };
}
