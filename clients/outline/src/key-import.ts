import { checkCallOptions, checkObject, checkStream, ConfigurationError, HttpError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import type { AccessKey, CreateAccessKey } from './access-key.ts';
import { accessKeyMethods } from './access-key.ts';
import { checkClient, checkId, createBody } from './arguments.ts';
import { ConflictError } from './errors.ts';
import type { ExportedKey } from './key-export.ts';
import type { OutlineClient } from './outline-client.ts';

/** What an import did with one key, or would do. */
export type ImportResult = { readonly id: string; readonly name: string } & (
  | { readonly kind: 'created' }
  /** A dry run: the server has nothing under this id. */
  | { readonly kind: 'would-create' }
  /** The server has this very key already: same id, password, port and method. Its name and limit are left as they are. */
  | { readonly kind: 'already-there' }
  /** The server has another key under this id; it was left alone. */
  | { readonly kind: 'taken'; readonly differs: readonly ('password' | 'port' | 'method')[] }
  /** The server refused it, or could not be asked; `outcome` tells whether the key may be there all the same. */
  | { readonly kind: 'failed'; readonly error: HttpError }
);

/** The options of an import. */
export interface ImportOptions extends CallOptions {
  /** `true` only compares and changes nothing. It has no default: look first, then act. */
  readonly dryRun: boolean;
  /**
   * The most calls under way at once.
   * @default 8
   */
  readonly maxConcurrency?: number;
}

/**
 * Makes keys on a server with the ids, passwords, ports, methods, names and limits that they have in an export, so that what people
 * hold differs only in the host. No key that exists is ever changed, and repeating it makes nothing twice: after an
 * interruption do the same again. Needs server 1.8.1 or newer.
 *
 * Source: `GET /access-keys`, `PUT /access-keys/:id`
 * @returns a result for each key as it is known, in the order of the keys.
 * @throws {HttpError} when the keys of the server cannot be listed; what concerns one key is in its result.
 * @example
 * for await (const { id, kind } of importAccessKeys(outline, readExport(lines), { dryRun: true })) console.log(id, kind);
 */
export async function* importAccessKeys(
  client: OutlineClient,
  keys: AsyncIterable<ExportedKey> | Iterable<ExportedKey>,
  options: ImportOptions,
): AsyncGenerator<ImportResult, void, undefined> {
  checkClient(client);
  checkStream('outline', 'the keys of an import', keys);
  checkObject('outline', 'the options of an import', options);
  checkCallOptions('outline', options, { others: ['dryRun', 'maxConcurrency'] });
  const { dryRun, maxConcurrency = 8, ...callOptions } = options;
  if (typeof dryRun !== 'boolean') throw new ConfigurationError('outline', 'dryRun is true or false: look first, then act');
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1 || maxConcurrency > 1_024) {
    throw new ConfigurationError('outline', 'maxConcurrency is a whole number from 1 to 1024');
  }
  const existing = new Map<string, Identity>();
  for await (const key of client.accessKeys.listAll(callOptions)) existing.set(key.id, identityOf(key));
  const work = { client, existing, dryRun, callOptions };
  const underWay: Promise<ImportResult>[] = [];
  for await (const key of keys) {
    checkExportedKey(key);
    underWay.push(importOne(work, key));
    if (underWay.length >= maxConcurrency) yield* settled(underWay.shift());
  }
  for (const result of underWay) yield* settled(result);
}

/** @throws {ConfigurationError} unless it is what {@link readExport} gives. */
function checkExportedKey(key: ExportedKey): void {
  const { id, name, password } = checkObject('outline', 'a key of an import', key);
  if (typeof id === 'string' && typeof name === 'string' && Secret.isSecret(password)) return;
  throw new ConfigurationError('outline', 'a key of an import has an id, a name and, as a Secret, a password, as readExport gives it');
}

/** What makes a key the same key for the person who holds it. */
type Identity = Readonly<Record<'password' | 'port' | 'method', string>>;

interface ImportWork {
  readonly client: OutlineClient;
  readonly existing: Map<string, Identity>;
  readonly dryRun: boolean;
  readonly callOptions: CallOptions;
}

async function* settled(result: Promise<ImportResult> | undefined): AsyncGenerator<ImportResult, void, undefined> {
  if (result !== undefined) yield await result;
}

async function importOne({ client, existing, dryRun, callOptions }: ImportWork, key: ExportedKey): Promise<ImportResult> {
  const { id, name } = key;
  const known = existing.get(id);
  if (known !== undefined) return { id, name, ...compare(known, key) };
  // A second line under the same id is compared with the first.
  existing.set(id, identityOf(key));
  try {
    const parameters = parametersOf(key);
    if (dryRun) {
      checkId(id);
      createBody(parameters);
      return { id, name, kind: 'would-create' };
    }
    await client.accessKeys.createWithId(id, parameters, callOptions);
    return { id, name, kind: 'created' };
  } catch (error) {
    if (!HttpError.isInstance(error)) throw error;
    return { id, name, ...(await afterFailure(client, key, { error, callOptions })) };
  }
}

/** After a conflict only a look tells whose the id is: our own lost answer, or somebody else's key. */
async function afterFailure(
  client: OutlineClient,
  key: ExportedKey,
  { error, callOptions }: { readonly error: HttpError; readonly callOptions: CallOptions },
): Promise<Comparison | { readonly kind: 'created' } | { readonly kind: 'failed'; readonly error: HttpError }> {
  if (!ConflictError.isInstance(error)) return { kind: 'failed', error };
  try {
    const comparison = compare(identityOf(await client.accessKeys.get(key.id, callOptions)), key);
    return comparison.kind === 'already-there' && error.outcome === 'unknown' ? { kind: 'created' } : comparison;
  } catch {
    // The id is free, so password or port were in the way.
    return { kind: 'failed', error };
  }
}

type Comparison =
  | { readonly kind: 'already-there' }
  | { readonly kind: 'taken'; readonly differs: readonly ('password' | 'port' | 'method')[] };

function compare(known: Identity, key: ExportedKey): Comparison {
  const wanted = identityOf(key);
  const differs = (['password', 'port', 'method'] as const).filter((part) => wanted[part] !== '' && known[part] !== wanted[part]);
  return differs.length === 0 ? { kind: 'already-there' } : { kind: 'taken', differs };
}

function identityOf({ password, port, method }: Pick<AccessKey, 'password' | 'port' | 'method'>): Identity {
  return { password: password?.reveal() ?? '', port: port === null ? '' : String(port), method: method ?? '' };
}

function parametersOf({ name, password, port, method, dataLimit }: ExportedKey): CreateAccessKey {
  const known = accessKeyMethods.find((candidate) => candidate === method);
  if (method !== null && known === undefined) {
    throw new ConfigurationError(
      'outline',
      `a key in the export has a method that no server takes; known are ${accessKeyMethods.join(', ')}`,
    );
  }
  return {
    password,
    ...(name === '' ? {} : { name }),
    ...(port === null ? {} : { port }),
    ...(known === undefined ? {} : { method: known }),
    ...(dataLimit === undefined ? {} : { limit: dataLimit }),
  };
}
