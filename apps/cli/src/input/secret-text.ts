import { readFileSync, statSync } from 'node:fs';
import { Secret } from '@keyrack/secret';
import type { Host } from '../host.ts';
import { UsageError } from '../usage-error.ts';

const largestBytes = 1_000_000;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
};

/**
 * Reads a text that may hold secrets from a file, or from standard input for `-`.
 * @throws {UsageError} when there is nothing to read; the message never repeats the content.
 */
export async function readSecretText(host: Host, path: string): Promise<Secret> {
  const text = path === '-' ? await fromInput(host) : fromFile(path);
  if (text.trim() === '')
    throw new UsageError(`${path === '-' ? 'Standard input' : path} is empty`, 'Give the whole text, as its maker wrote it.');
  return new Secret(text);
}

/** Reads a secret that was found somewhere from standard input; at a terminal it is asked for, and not shown. @throws {UsageError} */
export async function readFoundSecret(host: Host): Promise<Secret> {
  const found = host.input.isTerminal
    ? new Secret(await host.questions.secret('Paste the secret that was found (it is not shown):'))
    : await readSecretText(host, '-');
  return new Secret(found.reveal().trim());
}

async function fromInput(host: Host): Promise<string> {
  if (host.input.isTerminal)
    throw new UsageError('Nothing was piped into standard input', 'Pipe the text in, or name a file instead of "-".');
  return host.input.readAll();
}

/** What a path hardly holds, and the texts that are meant to be in a file do. */
const content = /^\s*[{[]|:\/\/|\n|^\s*(?:apiUrl|certSha256):/;

function fromFile(path: string): string {
  if (content.test(path)) {
    throw new UsageError(
      'The content was given where the path of a file is meant',
      'Secrets are not taken from arguments, which the shell keeps: put it into a file and name that, or pipe it in and give "-".',
    );
  }
  try {
    const { size } = statSync(path);
    if (size > largestBytes) throw new UsageError(`${path} is too large to be an access file`, 'Check which file was meant.');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const reason = reasons[String(error.code)] ?? String(error.code);
    throw new UsageError(`${path} cannot be read: ${reason}`, 'Check the path, or give "-" to read standard input.');
  }
}
