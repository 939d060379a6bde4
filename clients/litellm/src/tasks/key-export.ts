import { checkStream, HttpError, readText } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { generateBody } from '../keys/generate-key.ts';
import { hashKey, tokenOf } from '../keys/key-hash.ts';
import type { KeyFilter } from '../keys/list-keys.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { readInstant } from '../values/instant.ts';
import { refuse } from '../values/parameter-checks.ts';
import { isFields, readObject } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { settingsOf } from './settings-of.ts';
import type { CopiedSettings } from './settings-of.ts';
import { checkTask } from './task-options.ts';

/** The first line of an export says this, and then `version`. */
const format = 'litellm-keys';
const version = 1;

/** A key as an export holds it: everything that can be said of a new one. */
export interface ExportedKey {
  readonly token: string;
  /** Null where whoever made the export did not know it: the proxy keeps no secrets. */
  readonly key: Secret | null;
  /** ISO 8601 in UTC; null: for ever. */
  readonly expires: string | null;
  readonly settings: CopiedSettings;
}

/** What an export holds. */
export interface ExportOptions extends CallOptions {
  /** The secrets that are known, in any order; those of other keys are left alone. **The proxy has none**, so keys without are exported without. */
  readonly secrets?: Iterable<string | Secret> | AsyncIterable<string | Secret>;
  /** Which keys. @default all */
  readonly filter?: KeyFilter;
}

/**
 * Writes keys with all their settings as lines of JSON: first `{"format":"litellm-keys","version":1}`, then a line per key:
 * `{"token","key","expires","settings":{...}}`, oldest first. Each line is a Secret, since it may hold one; of the keys no more than
 * one is held, of the secrets all.
 *
 * Source: `GET /key/list`, `GET /key/info`
 * @throws {HttpError} from the loop.
 * @throws {ConfigurationError} from the loop, when one of the secrets is none.
 * @example
 * for await (const line of exportKeys(litellm, { secrets })) file.write(`${line.reveal()}\n`);
 */
export async function* exportKeys(client: LiteLLMClient, given: ExportOptions = {}): AsyncGenerator<Secret, void, undefined> {
  const { secrets = [], filter, ...options } = checkTask(client, given, ['secrets', 'filter']);
  const known = new Map<string, Secret>();
  for await (const secret of checkStream('litellm', 'the secrets', secrets)) {
    const token = await tokenOf(secret);
    known.set(token, typeof secret === 'string' ? new Secret(secret) : secret);
  }
  yield new Secret(JSON.stringify({ format, version }));
  for await (const { token, status } of client.keys.listAll(filter, options)) {
    if (status === 'deleted') continue;
    // A list leaves some of the settings out.
    const key = (await client.keys.infoMany([token], options)).get(token);
    if (key === undefined || (key.status === 'deleted' && filter?.status !== 'deleted')) continue;
    const { expires } = key;
    yield new Secret(JSON.stringify({ token, key: known.get(token)?.reveal() ?? null, expires, settings: settingsOf(key) }));
  }
}

/**
 * Reads the lines of an export. Empty lines are passed over.
 *
 * @throws {ConfigurationError} from the loop; it names the line, never its content.
 */
export async function* readKeyExport(
  lines: AsyncIterable<string | Secret> | Iterable<string | Secret>,
): AsyncGenerator<ExportedKey, void, undefined> {
  let number = 0;
  let hasHeader = false;
  for await (const line of checkStream('litellm', 'the lines of an export', lines)) {
    number += 1;
    const text = readText('litellm', `line ${number} of the export`, line).trim();
    if (text === '') continue;
    const fields = readLine(text, number);
    if (hasHeader) yield await readKey(fields, number);
    else checkHeader(fields, number);
    hasHeader = true;
  }
  if (!hasHeader) throw wrong('it is empty');
}

function checkHeader(fields: Fields, number: number): void {
  if (fields['format'] !== format) throw wrong(`line ${number} does not begin an export: it says "format":"${format}" there`);
  if (fields['version'] !== version) throw wrong(`line ${number} names a version that is not ${version}; use a newer release`);
}

async function readKey(fields: Fields, number: number): Promise<ExportedKey> {
  const { token, key, expires, settings } = fields;
  if (typeof token !== 'string' || !/^[0-9a-f]{64}$/.test(token)) throw wrong(`line ${number}: token must be 64 hex digits`);
  if (key !== null && (typeof key !== 'string' || (await hashKey(key)) !== token)) {
    throw wrong(`line ${number}: key must be null or the secret that belongs to the token`);
  }
  if (expires !== null && readInstant(expires) === null) throw wrong(`line ${number}: expires must be null or an instant`);
  if (!isFields(settings)) throw wrong(`line ${number}: settings must be an object`);
  try {
    // Checked like those of any new key.
    const checked = generateBody({ ...settings, ...(key === null ? {} : { key }) } as CopiedSettings) as CopiedSettings & { key?: unknown };
    const { key: _key, ...kept } = checked;
    return { token, key: key === null ? null : new Secret(key), expires: readInstant(expires), settings: kept };
  } catch (error) {
    throw wrong(`line ${number}: ${HttpError.isInstance(error) ? error.fault : 'the settings are none'}`);
  }
}

function readLine(text: string, number: number): Fields {
  try {
    return readObject(JSON.parse(text), '');
  } catch {
    throw wrong(`line ${number} is not a JSON object`);
  }
}

function wrong(reason: string): Error {
  return refuse(`the export cannot be used: ${reason}`);
}
