import type { CallOptions } from '@keyrack/http';
import type { GenerateKey } from '../keys/generate-key.ts';
import type { GeneratedKey } from '../keys/generated-key.ts';
import { tokenOf } from '../keys/key-hash.ts';
import type { KeyReference } from '../keys/key-hash.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { refuse } from '../values/parameter-checks.ts';
import { remainingLife } from './remaining-life.ts';
import { differences, settingsOf } from './settings-of.ts';
import { generateBody } from '../keys/generate-key.ts';
import { checkTask } from './task-options.ts';

/** How a copy differs from the original. */
export interface CopyKey extends CallOptions {
  /** What shall be otherwise; a `key_alias`, as a rule. @default nothing */
  readonly changes?: GenerateKey;
}

/** A new key, and how it came out. */
export interface CopiedKey {
  readonly successor: GeneratedKey;
  /**
   * The settings in which the new key is not as it was meant to be, such as what a proxy fills in or passes over. Null when it could
   * not be read back; then the new key is there all the same.
   */
  readonly differs: readonly string[] | null;
}

/**
 * Makes a key with the settings of another one, also of one that was deleted, and looks whether they were taken. It ends when the other
 * one ends, and counts as spent what that one has spent. The alias stays with the other key unless it was deleted.
 *
 * Source: `GET /key/info`, `POST /key/generate`
 * @throws {KeyNotFoundError} when the other key is not there.
 * @throws {ConfigurationError} when it has expired and no `duration` is given.
 * @throws {AliasTakenError}
 * @throws {HttpError}
 */
export async function copyKey(client: LiteLLMClient, key: KeyReference, given: CopyKey = {}): Promise<CopiedKey> {
  const { changes = {}, ...options } = checkTask(client, given, ['changes']);
  generateBody(changes);
  const original = await client.keys.info(await tokenOf(key), options);
  const { key_alias: alias, ...settings } = settingsOf(original);
  const duration = remainingLife(original, client.nowMs());
  if (duration === undefined && changes.duration === undefined) throw refuse('the key has expired: say how long its copy shall live');
  const parameters: GenerateKey = {
    ...settings,
    ...(original.status === 'deleted' && alias !== undefined ? { key_alias: alias } : {}),
    ...(duration === undefined ? {} : { duration }),
    ...changes,
  };
  const successor = await client.keys.generate(parameters, options);
  return { successor, differs: await whatDiffers(client, successor, { parameters, options }) };
}

/** What became of a key that was just made. Never fails: the secret of the key is not to be lost over it. */
export async function whatDiffers(
  client: LiteLLMClient,
  { token }: Pick<GeneratedKey, 'token'>,
  { parameters, options }: { readonly parameters: GenerateKey; readonly options: CallOptions },
): Promise<readonly string[] | null> {
  const { key: _key, duration: _duration, send_invite_email: _invite, ...meant } = parameters;
  try {
    const made = settingsOf(await client.keys.info(token, options));
    return differences(withoutNothing(meant), made);
  } catch {
    return null;
  }
}

/** Null and what is empty say nothing, and are not shown again. */
function withoutNothing(settings: object): object {
  const said = Object.entries(settings).filter(([name, value]) => {
    if (value === null || value === undefined || value === false || value === 'default' || (name === 'spend' && value === 0)) return false;
    return typeof value !== 'object' || Object.keys(value as object).length > 0;
  });
  return Object.fromEntries(said);
}
