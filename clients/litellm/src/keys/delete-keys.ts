import { ConfigurationError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import { KeyNotFoundError, KeysRemainError, RouteNotFoundError } from '../errors/errors.ts';
import { tokenOf } from './key-hash.ts';
import { everyKey, keyCount, readMany } from './key-lookups.ts';
import type { KeyRequests } from './key-requests.ts';
import { checkDeletion } from './key-deletion.ts';
import type { DeleteKeys } from './key-deletion.ts';

/** What was really deleted: looked up, since the proxy only repeats what it was told. */
export interface DeletedKeys {
  /** The tokens of the keys that were there and are not any more. */
  readonly deleted_keys: readonly string[];
  /** The tokens and aliases for which there was no key. */
  readonly not_found: readonly string[];
}

/** What a deletion works with. */
export interface Deletion {
  readonly caller: Caller;
  readonly requests: KeyRequests;
  readonly options: CallOptions;
}

const call = { system: 'litellm', method: 'POST', route: '/key/delete', attempts: 1 } as const;
/** As many as fit into one question. */
const largestQuestion = 100;

/**
 * Looks which of the keys are there, deletes them by their tokens, and looks again.
 *
 * @throws {KeyNotFoundError} when there is none of them.
 * @throws {KeysRemainError} when some are there afterwards.
 */
export async function deleteKeys(deletion: Deletion, deleted: DeleteKeys): Promise<DeletedKeys> {
  const { keys, aliases } = checkDeletion(deleted);
  const named = await Promise.all(keys.map(tokenOf));
  if (named.length === 0 && aliases.length === 0) throw new ConfigurationError('litellm', 'delete needs keys or key_aliases');
  const found = await Promise.all([...new Set(aliases)].map(async (alias) => ({ alias, tokens: await tokensOf(deletion, alias) })));
  const unused = found.filter(({ tokens }) => tokens.length === 0).map(({ alias }) => alias);
  const tokens = [...new Set([...named, ...found.flatMap((each) => each.tokens)])];
  if (tokens.length === 0) throw new KeyNotFoundError({ ...call, status: 404, outcome: 'not-applied', retryable: false });
  const before = await existing(deletion, tokens);
  await send(deletion, tokens);
  const remaining = await existing(deletion, tokens);
  if (remaining.size > 0) throw new KeysRemainError({ ...call, outcome: 'unknown', retryable: true }, [...remaining]);
  return {
    deleted_keys: tokens.filter((token) => before.has(token)),
    not_found: [...tokens.filter((token) => !before.has(token)), ...unused],
  };
}

/** A deletion that is repeated after a lost answer finds nothing, and is done. */
async function send({ caller, requests, options }: Deletion, tokens: readonly string[]): Promise<void> {
  try {
    await caller.read(await requests.delete({ keys: tokens }), options);
  } catch (error) {
    if (!KeyNotFoundError.isInstance(error) || error.outcome === 'not-applied') throw error;
  }
}

async function tokensOf({ caller, options }: Deletion, alias: string): Promise<readonly string[]> {
  const tokens: string[] = [];
  for await (const { token } of everyKey(caller, { key_alias: alias }, options)) tokens.push(token);
  return tokens;
}

/** Which of these keys exist. The proxy is asked for many at once, and for each alone only when the answer is not clear. */
async function existing(deletion: Deletion, tokens: readonly string[]): Promise<ReadonlySet<string>> {
  const found: string[] = [];
  for (let start = 0; start < tokens.length; start += largestQuestion) {
    const asked = tokens.slice(start, start + largestQuestion);
    const count = asked.length === 1 ? null : await countOf(deletion, asked);
    if (count === asked.length) found.push(...asked);
    else if (count !== 0) found.push(...(await existingOneByOne(deletion, asked)));
  }
  return new Set(found);
}

async function existingOneByOne({ caller, options }: Deletion, tokens: readonly string[]): Promise<readonly string[]> {
  const found = await readMany(caller, tokens, options);
  return tokens.filter((token) => found.has(token) && found.get(token)?.status !== 'deleted');
}

/** Null where the proxy does not know the question. */
async function countOf({ caller, options }: Deletion, tokens: readonly string[]): Promise<number | null> {
  try {
    return await caller.read(keyCount(tokens), options);
  } catch (error) {
    if (RouteNotFoundError.isInstance(error)) return null;
    throw error;
  }
}
