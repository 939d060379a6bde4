import { checkStream, HttpError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { AliasTakenError } from '../errors/errors.ts';
import type { GenerateKey } from '../keys/generate-key.ts';
import type { GeneratedKey } from '../keys/generated-key.ts';
import type { Key } from '../keys/key.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { refuse, flag, object } from '../values/parameter-checks.ts';
import { whatDiffers } from './copy-key.ts';
import type { ExportedKey } from './key-export.ts';
import { remainingLife } from './remaining-life.ts';
import { differences, settingsOf } from './settings-of.ts';
import { checkTask } from './task-options.ts';

/** What an import did with one key, or would do. */
export type ImportedKey = { readonly token: string; readonly key_alias: string | null } & (
  | {
      readonly kind: 'created';
      /** The settings in which the key is not as it was; null when it could not be read back. */
      readonly differs: readonly string[] | null;
      /** The secret, where a new one was made: the key has a token of its own then, and this is the only time it is shown. */
      readonly new_key: Secret | null;
    }
  /** A dry run: the proxy has no such key. */
  | { readonly kind: 'would-create' }
  /** The proxy has this very key. It was left alone, whatever its settings are. */
  | { readonly kind: 'already-there'; readonly differs: readonly string[] }
  /** Another key has the alias. */
  | { readonly kind: 'alias-taken' }
  /** The key was deleted from this proxy, where making it again would undo that. See `revive`. */
  | { readonly kind: 'deleted' }
  /** The key has expired. */
  | { readonly kind: 'expired' }
  /** The export does not hold the secret. See `newSecrets`. */
  | { readonly kind: 'no-secret' }
  /** The proxy refused it, or could not be asked; `outcome` tells whether the key may be there all the same. */
  | { readonly kind: 'failed'; readonly error: HttpError }
);

/** The options of an import. */
export interface ImportKeysOptions extends CallOptions {
  /** `true` only compares and changes nothing. It has no default: look first, then act. */
  readonly dryRun: boolean;
  /** Whether keys whose secret is not in the export get a new one. @default false */
  readonly newSecrets?: boolean;
  /** Whether keys that were deleted from this proxy are brought back to life. @default false */
  readonly revive?: boolean;
  /** The most keys under way at once, 1 to 1,024. @default 8 */
  readonly maxConcurrency?: number;
}

/**
 * Makes the keys of an export on a proxy: with the same secrets, all settings, what they have spent, and the same end. No key that is
 * there is ever changed, and repeating it makes nothing twice: after an interruption do the same again.
 *
 * Source: `GET /key/info`, `POST /key/generate`
 * @returns a result for each key as it is known, in the order of the keys.
 * @throws {ConfigurationError} from the loop, when the export cannot be used.
 * @example
 * for await (const { key_alias, kind } of importKeys(litellm, readKeyExport(lines), { dryRun: true })) console.log(key_alias, kind);
 */
export async function* importKeys(
  client: LiteLLMClient,
  keys: AsyncIterable<ExportedKey> | Iterable<ExportedKey>,
  given: ImportKeysOptions,
): AsyncGenerator<ImportedKey, void, undefined> {
  const own = ['dryRun', 'newSecrets', 'revive', 'maxConcurrency'];
  const { dryRun, newSecrets = false, revive = false, maxConcurrency = 8, ...options } = checkTask(client, given, own);
  checkStream('litellm', 'the keys of an import', keys);
  flag('newSecrets', newSecrets);
  flag('revive', revive);
  if (typeof dryRun !== 'boolean') throw refuse('dryRun is true or false: look first, then act');
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1 || maxConcurrency > 1_024) {
    throw refuse('maxConcurrency is a whole number from 1 to 1024');
  }
  const work: ImportWork = { client, dryRun, newSecrets, revive, options };
  const underWay: Promise<ImportedKey>[] = [];
  try {
    for await (const key of keys) {
      checkExported(key);
      underWay.push(importOne(work, key));
      const oldest = underWay.length >= maxConcurrency ? underWay.shift() : undefined;
      if (oldest !== undefined) yield await oldest;
    }
    for (let oldest = underWay.shift(); oldest !== undefined; oldest = underWay.shift()) yield await oldest;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** @throws {ConfigurationError} unless it is what {@link readKeyExport} gives. */
function checkExported(key: ExportedKey): void {
  const { token, key: secret, settings } = object('a key of an import', key);
  object('the settings of a key', settings);
  if (typeof token === 'string' && (secret === null || Secret.isSecret(secret))) return;
  throw refuse('a key of an import has a token and, as a Secret or null, a key, as readKeyExport gives it');
}

interface ImportWork {
  readonly client: LiteLLMClient;
  readonly dryRun: boolean;
  readonly newSecrets: boolean;
  readonly revive: boolean;
  readonly options: CallOptions;
}

type Result = ImportedKey extends infer Each ? (Each extends ImportedKey ? Omit<Each, 'token' | 'key_alias'> : never) : never;

async function importOne(work: ImportWork, exported: ExportedKey): Promise<ImportedKey> {
  const { token, settings } = exported;
  const result = await resultOf(work, exported);
  // The union is taken apart and put together again.
  return { token, key_alias: settings.key_alias ?? null, ...result } as ImportedKey;
}

async function resultOf(work: ImportWork, exported: ExportedKey): Promise<Result> {
  const { client, options, dryRun } = work;
  try {
    const there = await look(work, exported);
    if (there !== null && there.status !== 'deleted') {
      return { kind: 'already-there', differs: differences(withoutSpend(exported.settings), withoutSpend(settingsOf(there))) };
    }
    if (there !== null && !work.revive) return { kind: 'deleted' };
    const duration = remainingLife(exported, client.nowMs());
    if (duration === undefined) return { kind: 'expired' };
    if (exported.key === null && !work.newSecrets) return { kind: 'no-secret' };
    const parameters: GenerateKey = {
      ...exported.settings,
      ...(exported.key === null ? {} : { key: exported.key }),
      ...(duration === null ? {} : { duration }),
    };
    if (dryRun) return { kind: 'would-create' };
    const made = await generate(work, exported, parameters);
    if (made === null) return { kind: 'alias-taken' };
    const differs = await whatDiffers(client, made, { parameters, options });
    return { kind: 'created', differs, new_key: exported.key === null ? made.key : null };
  } catch (error) {
    if (!HttpError.isInstance(error)) throw error;
    return { kind: 'failed', error };
  }
}

async function look({ client, options }: ImportWork, { token }: Pick<ExportedKey, 'token'>): Promise<Key | null> {
  return (await client.keys.infoMany([token], options)).get(token) ?? null;
}

/** Null where another key has the alias. After a lost answer only a look tells. */
async function generate(
  work: ImportWork,
  exported: ExportedKey,
  parameters: GenerateKey,
): Promise<Pick<GeneratedKey, 'token' | 'key'> | null> {
  try {
    return await work.client.keys.generate(parameters, work.options);
  } catch (error) {
    if (!HttpError.isInstance(error)) throw error;
    if (error.outcome === 'not-applied') {
      if (AliasTakenError.isInstance(error)) return null;
      throw error;
    }
    const there = exported.key === null ? null : await look(work, exported).catch(() => null);
    if (there === null || there.status === 'deleted' || exported.key === null) throw error;
    return { token: there.token, key: exported.key };
  }
}

/** What is spent goes on; all else was set. */
function withoutSpend({ spend: _, ...settings }: ExportedKey['settings']): ExportedKey['settings'] {
  return settings;
}
