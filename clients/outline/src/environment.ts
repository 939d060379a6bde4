import { checkObject, ConfigurationError } from '@keyrack/http';
import { parseAccessFile } from './access-file.ts';
import type { AccessFile } from './access-file.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const serverVariable = /^OUTLINE_([A-Z0-9][A-Z0-9_]*)_(?:API_URL|ACCESS)$/;

/**
 * Reads how to reach a server from environment variables: `OUTLINE_API_URL` and `OUTLINE_CERT_SHA256`, or `OUTLINE_ACCESS` with
 * the text of `access.txt` or the installer's line. The record is given by the caller; nothing is read behind its back.
 *
 * @param name - looks for `OUTLINE_<NAME>_API_URL` and so on instead.
 * @throws {ConfigurationError} that names the variables and never repeats their values.
 */
export function readEnvironment(environment: Environment, name?: string): AccessFile {
  checkObject('outline', 'the environment', environment);
  const start = name === undefined ? 'OUTLINE_' : `OUTLINE_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_`;
  const [access = '', apiUrl = '', certSha256 = ''] = [`${start}ACCESS`, `${start}API_URL`, `${start}CERT_SHA256`].map((variable) =>
    valueOf(environment, variable),
  );
  if (access !== '' && apiUrl !== '') throw wrong(`set either ${start}ACCESS or ${start}API_URL`);
  if (access !== '') return parseAccessFile(access);
  if (apiUrl === '' || certSha256 === '')
    throw wrong(`set ${start}API_URL and ${start}CERT_SHA256, or ${start}ACCESS to the text of access.txt`);
  return parseAccessFile(`apiUrl:${apiUrl}\ncertSha256:${certSha256}`);
}

/** The names of all servers that the environment describes, in lower case, in their alphabetical order. */
export function serversInEnvironment(environment: Environment): readonly string[] {
  const names = Object.keys(checkObject('outline', 'the environment', environment)).flatMap(
    (variable) => serverVariable.exec(variable)?.[1]?.toLowerCase() ?? [],
  );
  return [...new Set(names)].toSorted();
}

function valueOf(environment: Environment, variable: string): string | undefined {
  const value: unknown = environment[variable];
  if (value === undefined || typeof value === 'string') return value?.trim();
  throw wrong(`${variable} must be a text`);
}

function wrong(message: string): ConfigurationError {
  return new ConfigurationError('outline', message);
}
