import { checkStream, ConfigurationError, DecodeError, JsonReader, readText } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { readDataLimit } from './access-key.ts';
import type { AccessKey, DataLimit } from './access-key.ts';
import { checkClient } from './arguments.ts';
import type { OutlineClient } from './outline-client.ts';

/** The first line of an export says this, and then `version`. */
const format = 'outline-access-keys';
const version = 1;

/** A key as an export holds it: everything that can be given to another server. */
export interface ExportedKey {
  readonly id: string;
  readonly name: string;
  readonly password: Secret;
  readonly port: number | null;
  readonly method: string | null;
  readonly dataLimit?: DataLimit;
}

/**
 * Writes a server's keys as lines of JSON: first `{"format":"outline-access-keys","version":1,"serverId":...,"serverName":...}`, then a
 * line per key: `{"id","name","password","port","method","dataLimit":{"bytes"}}`. Each line is a Secret, since it holds a password; nothing
 * more than a line is held, however many keys there are.
 *
 * Source: `GET /server`, `GET /access-keys`
 * @throws {HttpError} from the loop.
 * @throws {ConfigurationError} when the server shows a key without its password: it could not be moved.
 * @example
 * for await (const line of exportAccessKeys(outline)) file.write(`${line.reveal()}\n`);
 */
export async function* exportAccessKeys(client: OutlineClient, options?: CallOptions): AsyncGenerator<Secret, void, undefined> {
  checkClient(client);
  const { serverId, name: serverName } = await client.server.get(options);
  yield new Secret(JSON.stringify({ format, version, serverId, serverName }));
  for await (const key of client.accessKeys.listAll(options)) yield writeLine(key);
}

/**
 * Reads the lines of an export. Empty lines are passed over.
 *
 * @throws {ConfigurationError} that names the line, never its content, from the loop.
 */
export async function* readExport(
  lines: AsyncIterable<string | Secret> | Iterable<string | Secret>,
): AsyncGenerator<ExportedKey, void, undefined> {
  let number = 0;
  let hasHeader = false;
  for await (const line of checkStream('outline', 'the lines of an export', lines)) {
    number += 1;
    const text = readText('outline', `line ${number} of the export`, line).trim();
    if (text === '') continue;
    if (hasHeader) yield readKey(text, number);
    else {
      readHeader(text, number);
      hasHeader = true;
    }
  }
  if (!hasHeader) throw wrong('it is empty');
}

function writeLine({ id, name, password, port, method, dataLimit }: AccessKey): Secret {
  if (password === null) throw wrong(`the server shows no password for the key with the id ${JSON.stringify(id)}`);
  return new Secret(
    JSON.stringify({ id, name, password: password.reveal(), port, method, ...(dataLimit === undefined ? {} : { dataLimit }) }),
  );
}

function readHeader(text: string, number: number): void {
  const reader = readLine(text, number);
  if (reader.text('format') !== format) throw wrong(`line ${number} does not begin an export: it says "format":"${format}" there`);
  if (reader.number('version') !== version) throw wrong(`line ${number} names a version that is not ${version}; use a newer release`);
}

function readKey(text: string, number: number): ExportedKey {
  const reader = readLine(text, number);
  try {
    const dataLimit = readDataLimit(reader, 'dataLimit');
    return {
      id: reader.requiredText('id'),
      name: reader.text('name') ?? '',
      password: new Secret(reader.requiredText('password')),
      port: reader.number('port') ?? null,
      method: reader.text('method') ?? null,
      ...(dataLimit === undefined ? {} : { dataLimit }),
    };
  } catch (error) {
    if (error instanceof DecodeError) throw wrong(`line ${number}: ${error.message}`);
    throw error;
  }
}

function readLine(text: string, number: number): JsonReader {
  try {
    return JsonReader.of(JSON.parse(text));
  } catch {
    throw wrong(`line ${number} is not a JSON object`);
  }
}

function wrong(reason: string): ConfigurationError {
  return new ConfigurationError('outline', `the export cannot be used: ${reason}`);
}
