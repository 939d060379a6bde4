import type { CallOptions } from '@keyrack/http';
import { MetadataConflictError } from '../errors/task-errors.ts';
import { tokenOf } from '../keys/key-hash.ts';
import type { KeyReference } from '../keys/key-hash.ts';
import type { Key } from '../keys/key.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { record, object } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import { isSameJson } from './same-json.ts';
import { checkTask } from './task-options.ts';

/** A change of metadata. */
export interface MergeMetadata extends CallOptions {
  /** Names and their values; null removes a name. What is inside of a value is replaced, not merged. */
  readonly changes: Fields;
  /** The key as it was when the change was thought out. @default as it is read first; then nothing that was there before counts as a conflict */
  readonly base?: Key;
}

/** So often somebody may come in between before the change is given up. */
const mostTries = 5;

/**
 * Changes some of a key's metadata and leaves the rest alone. The proxy replaces metadata whole, so they are read, merged and written,
 * and read before and after the write once more: whoever else wrote meanwhile is merged with, or told of. The proxy has no way to write
 * only if nothing has changed, so a write of somebody else within the very moment between the last look and the write is not seen.
 *
 * Source: `GET /key/info`, `POST /key/update`
 * @returns the key as it is then.
 * @throws {MetadataConflictError} when somebody else wrote: since `base`, again and again before the write (`not-applied`), or right
 *   after it (`applied`).
 * @throws {KeyNotFoundError}
 * @throws {HttpError}
 * @example
 * await mergeKeyMetadata(litellm, token, { changes: { owner: 'ada', ticket: null } });
 */
export async function mergeKeyMetadata(client: LiteLLMClient, key: KeyReference, given: MergeMetadata): Promise<Key> {
  const { changes, base, ...options } = checkTask(client, given, ['changes', 'base']);
  record('the changes of metadata', changes);
  if (base !== undefined) record('the metadata of the base', object('the base', base).metadata);
  const token = await tokenOf(key);
  let seen = await client.keys.info(token, options);
  if (base !== undefined && !isSameJson(base.metadata, seen.metadata)) {
    throw new MetadataConflictError({ ...call, outcome: 'not-applied' }, 'somebody else has changed them since', seen.metadata);
  }
  for (let tries = 1; ; tries += 1) {
    const metadata = merged(seen.metadata, changes);
    const again = await client.keys.info(token, options);
    if (!isUntouched(seen, again)) {
      if (tries < mostTries) {
        seen = again;
        continue;
      }
      throw new MetadataConflictError({ ...call, outcome: 'not-applied' }, 'others change them again and again', again.metadata);
    }
    const written = await client.keys.update(again.token, { metadata }, options);
    const after = await client.keys.info(token, options);
    if (isSameJson(after.metadata, written.metadata)) return after;
    throw new MetadataConflictError({ ...call, outcome: 'applied' }, 'somebody else has changed them right after', after.metadata);
  }
}

const call = { system: 'litellm', method: 'POST', route: '/key/update', attempts: 1, retryable: true } as const;

function merged(metadata: Fields, changes: Fields): Fields {
  return Object.fromEntries(Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== null && value !== undefined));
}

/** Every change of a setting moves an instant, even one that changes nothing. */
function isUntouched(one: Key, other: Key): boolean {
  return one.settings_updated_at === other.settings_updated_at && isSameJson(one.metadata, other.metadata);
}
