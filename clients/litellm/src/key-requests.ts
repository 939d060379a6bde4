import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import type { LiteLLMRequest } from './caller.ts';
import { generateBody } from './generate-key.ts';
import type { GenerateKey } from './generate-key.ts';
import { decodeGeneratedKey } from './generated-key.ts';
import type { GeneratedKey } from './generated-key.ts';
import { decodeKeyHealth } from './key-health.ts';
import type { KeyHealth } from './key-health.ts';
import { hashKey, tokenOf } from './key-hash.ts';
import type { KeyReference } from './key-hash.ts';
import { decodeKey, decodeKeyInfo, decodeOwnKey } from './key.ts';
import type { Key } from './key.ts';
import { decodeKeyPage, decodeOrderedPage, decodeTokenPage, listQuery } from './list-keys.ts';
import type { KeyFilter, KeyPage, ListTokens, ListWholeKeys, PagePlace } from './list-keys.ts';
import { nonEmptyText } from './parameter-checks.ts';
import { readList, readObject } from './reading.ts';
import type { Fields } from './reading.ts';
import { updateBody } from './update-key.ts';
import type { UpdateKey } from './update-key.ts';

/** A key by its secret or token, or by an alias that no other key shares. */
export type KeyName = KeyReference | { readonly key_alias: string };

/** Builds the requests about keys; {@link KeysResource} says what each does. */
export class KeyRequests {
  /** @throws {ConfigurationError} */
  async generate(parameters: GenerateKey = {}): Promise<LiteLLMRequest<GeneratedKey>> {
    const body = generateBody(parameters);
    const { key: given } = parameters;
    const key = typeof given === 'string' ? new Secret(given) : given;
    const chosen = key ? { key, token: await hashKey(key) } : undefined;
    return {
      method: 'POST',
      route: '/key/generate',
      // A Secret, so that nothing shows it.
      body: chosen === undefined ? body : { ...body, key: chosen.key },
      // With a secret of the caller's a second key is the same key; only its duration would count from a later instant.
      repeatable: chosen !== undefined && body['duration'] === undefined,
      decode: (answered, answer) => decodeGeneratedKey(answered, answer, chosen),
    };
  }

  /** @throws {ConfigurationError} */
  list(query: ListWholeKeys): Promise<LiteLLMRequest<KeyPage<Key>>>;
  list(query?: ListTokens): Promise<LiteLLMRequest<KeyPage<string>>>;
  async list(query: ListTokens | ListWholeKeys = {}): Promise<LiteLLMRequest<KeyPage<string | Key>>> {
    const isWhole = query.return_full_object === true || query.expand !== undefined;
    return { method: 'GET', route: '/key/list', query: await listQuery(query), decode: isWhole ? decodeKeyPage : decodeTokenPage };
  }

  /** One page of whole keys in ascending order of creation. @throws {ConfigurationError} */
  async orderedPage(filter: KeyFilter, place: PagePlace): Promise<LiteLLMRequest<KeyPage<Key>>> {
    const query = await listQuery({ ...filter, ...place, return_full_object: true, sort_by: 'created_at', sort_order: 'asc' });
    return { method: 'GET', route: '/key/list', query, decode: (body) => decodeOrderedPage(body, place) };
  }

  /** @throws {ConfigurationError} */
  async info(key?: KeyReference): Promise<LiteLLMRequest<Key>> {
    if (key === undefined) return { method: 'GET', route: '/key/info', decode: decodeOwnKey };
    const token = await tokenOf(key);
    return { method: 'GET', route: '/key/info', query: { key: token }, decode: (body) => decodeKeyInfo(token, body) };
  }

  /** How many of these keys exist: the answer about several keys does not tell which is which. */
  count(tokens: readonly string[]): LiteLLMRequest<number> {
    return {
      method: 'POST',
      route: '/v2/key/info',
      body: { keys: tokens },
      readOnly: true,
      decode: (body) => readList(readObject(body, '')['info'], 'info').length,
    };
  }

  /** @throws {ConfigurationError} */
  async update(key: KeyName, changes: UpdateKey): Promise<LiteLLMRequest<Key>> {
    const body = updateBody(changes);
    return {
      method: 'POST',
      route: '/key/update',
      body: { ...(await named(key, changes)), ...body },
      // What is said of a key can be said again, but for what counts from an instant or runs on by itself.
      repeatable: body['duration'] === undefined && body['spend'] === undefined,
      decode: (answered) => decodeKey(answered),
    };
  }

  delete(tokens: readonly string[]): LiteLLMRequest<void> {
    return { method: 'POST', route: '/key/delete', body: { keys: tokens }, repeatable: true, decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async block(key: KeyReference): Promise<LiteLLMRequest<Key>> {
    return { method: 'POST', route: '/key/block', body: { key: await tokenOf(key) }, repeatable: true, decode: (body) => decodeKey(body) };
  }

  /** @throws {ConfigurationError} */
  async unblock(key: KeyReference): Promise<LiteLLMRequest<Key>> {
    return {
      method: 'POST',
      route: '/key/unblock',
      body: { key: await tokenOf(key) },
      repeatable: true,
      decode: (body) => decodeKey(body),
    };
  }

  health(): LiteLLMRequest<KeyHealth> {
    return { method: 'POST', route: '/key/health', decode: decodeKeyHealth };
  }
}

async function named(key: KeyName, { key_alias: newAlias }: UpdateKey): Promise<Fields> {
  if (typeof key === 'string' || Secret.isSecret(key)) return { key: await tokenOf(key) };
  nonEmptyText('key_alias', key.key_alias);
  if (newAlias === undefined) return { key_alias: key.key_alias };
  throw new ConfigurationError(
    'litellm',
    'a key is renamed by its secret or token, not by its alias: that would be two aliases in one request',
  );
}
