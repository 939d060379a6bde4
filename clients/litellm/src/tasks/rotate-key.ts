import { HttpError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { AliasTakenError, KeyNotFoundError } from '../errors/errors.ts';
import { RotationError } from '../errors/task-errors.ts';
import { generateBody } from '../keys/generate-key.ts';
import type { GenerateKey } from '../keys/generate-key.ts';
import { hashKey, tokenOf } from '../keys/key-hash.ts';
import type { KeyReference } from '../keys/key-hash.ts';
import type { Key } from '../keys/key.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { checkDuration } from '../values/duration.ts';
import { refuse, newSecret } from '../values/parameter-checks.ts';
import { remainingLife } from './remaining-life.ts';
import { settingsOf } from './settings-of.ts';
import { checkTask } from './task-options.ts';

/** How a key is rotated by hand. */
export interface RotateKey extends CallOptions {
  /** How long the old key lives on beside the new one: `24h`; `0s` ends it at once. It never lives longer than it would have. */
  readonly overlap: string;
  /** The secret of the new key. @default `sk-` and 22 random characters */
  readonly newKey?: string | Secret;
  /** What shall be otherwise in the new key. */
  readonly changes?: Omit<GenerateKey, 'key' | 'key_alias'>;
}

/** A key and the one that takes its place, both as they are now. */
export interface RotatedKey {
  /** The secret of the new key. */
  readonly key: Secret;
  /** It has the alias and the settings of the old one. */
  readonly successor: Key;
  /** It is called `<alias>.old-1` now, and ends after the overlap; delete it then. */
  readonly predecessor: Key;
}

/** As many old keys of one alias are passed over to find a free name. */
const mostOldNames = 100;

/**
 * Rotates a key without a licence: renames the old key, makes a new one with its alias and settings, and lets the old one end after
 * the overlap. The new secret is chosen here, before anything is sent, so no lost answer can lose it; and the old key is valid
 * until the new one is there.
 *
 * Source: `GET /key/info`, `POST /key/update`, `POST /key/generate`
 * @throws {KeyNotFoundError} when the key is not there, or was deleted.
 * @throws {ConfigurationError} when it has expired and no `duration` is among the changes.
 * @throws {RotationError} when it could not be finished; it holds the new secret and tells what the old key is called.
 * @throws {HttpError} when nothing has come of it: the old key is as it was.
 * @example
 * const { key, predecessor } = await rotateKey(litellm, token, { overlap: '24h' });
 */
export async function rotateKey(client: LiteLLMClient, key: KeyReference, rotation: RotateKey): Promise<RotatedKey> {
  const { overlap, newKey: given, changes = {}, ...options } = checkTask(client, rotation, ['overlap', 'newKey', 'changes']);
  checkDuration('overlap', overlap);
  generateBody(changes);
  if (given !== undefined) newSecret('newKey', given);
  const old = await client.keys.info(await tokenOf(key), options);
  if (old.status === 'deleted') throw new KeyNotFoundError(deletedKey);
  const life = remainingLife(old, client.nowMs());
  if (life === undefined && changes.duration === undefined)
    throw refuse('the key has expired: say in the changes how long the new one shall live');
  const secret = given === undefined ? randomSecret() : typeof given === 'string' ? new Secret(given) : given;
  const token = await hashKey(secret);
  if (token === old.token) throw refuse('the new secret is that of the old key');
  const parameters = { ...settingsOf(old), ...(life === undefined ? {} : { duration: life }), ...changes, key: secret };
  // Built before anything is sent, so that nothing that is refused here leaves a renamed key behind.
  await client.prepare.keys.generate(parameters);
  const oldAlias = old.key_alias === null ? null : await moveAway(client, old, { alias: old.key_alias, options });
  const state = { successor: secret, successorToken: token, predecessorToken: old.token, predecessorAlias: oldAlias };
  try {
    await client.keys.generate(parameters, options);
  } catch (error) {
    if (!HttpError.isInstance(error)) throw error;
    if (error.outcome === 'not-applied') {
      await moveBack(client, old, { ...state, error, options });
      throw error;
    }
    if (!(await isThere(client, token, options))) {
      const fault = 'nobody knows whether the new key is there; look for its token before anything else';
      throw new RotationError(error, fault, { ...state, outcome: 'unknown' });
    }
  }
  try {
    const predecessor = await endAfter(client, old, { overlap, options });
    return { key: secret, successor: await client.keys.info(token, options), predecessor };
  } catch (error) {
    if (!HttpError.isInstance(error)) throw error;
    throw new RotationError(error, 'the new key is there, but the old one was not told when to end', { ...state, outcome: 'applied' });
  }
}

const deletedKey = {
  system: 'litellm',
  method: 'GET',
  route: '/key/info',
  attempts: 1,
  status: 404,
  outcome: 'not-applied',
  retryable: false,
} as const;

function randomSecret(): Secret {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCodePoint(...bytes));
  return new Secret(`sk-${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`);
}

async function moveAway(
  client: LiteLLMClient,
  { token }: Key,
  { alias, options }: { readonly alias: string; readonly options: CallOptions },
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `${alias}.old-${number}`;
    try {
      await client.keys.update(token, { key_alias: name }, options);
      return name;
    } catch (error) {
      if (!AliasTakenError.isInstance(error) || number >= mostOldNames) throw error;
    }
  }
}

interface MoveBack {
  readonly successor: Secret;
  readonly successorToken: string;
  readonly predecessorToken: string;
  readonly predecessorAlias: string | null;
  readonly error: HttpError;
  readonly options: CallOptions;
}

async function moveBack(client: LiteLLMClient, { token, key_alias: alias }: Key, { error, options, ...state }: MoveBack): Promise<void> {
  if (alias === null) return;
  try {
    await client.keys.update(token, { key_alias: alias }, options);
  } catch {
    throw new RotationError(error, 'no new key was made, and the old one could not be given its alias back', {
      ...state,
      outcome: 'not-applied',
    });
  }
}

/** After a lost answer only a look tells. */
async function isThere(client: LiteLLMClient, token: string, options?: CallOptions): Promise<boolean> {
  try {
    return (await client.keys.info(token, options)).status !== 'deleted';
  } catch {
    return false;
  }
}

/** Never later than it would have ended by itself. */
async function endAfter(
  client: LiteLLMClient,
  old: Key,
  { overlap, options }: { readonly overlap: string; readonly options: CallOptions },
): Promise<Key> {
  const changed = await client.keys.update(old.token, { duration: overlap }, options);
  if (old.expires === null || changed.expires === null || changed.expires <= old.expires) return changed;
  const life = remainingLife(old, client.nowMs()) ?? '0s';
  return client.keys.update(old.token, { duration: life }, options);
}
