import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import type { LiteLLMRequest } from '../caller.ts';
import { bulkUpdateBody, bulkUpdateTeamBody, decodeBulkUpdate } from './bulk-update.ts';
import type { BulkUpdate, BulkUpdateKey, BulkUpdateTeamKeys } from './bulk-update.ts';
import { checkDeletion } from './key-deletion.ts';
import type { DeleteKeys } from './key-deletion.ts';
import { generateBody } from './generate-key.ts';
import type { GenerateKey, GenerateServiceAccountKey } from './generate-key.ts';
import { decodeGeneratedKey } from './generated-key.ts';
import type { GeneratedKey } from './generated-key.ts';
import { aliasQuery, decodeAliasPage } from './key-aliases.ts';
import type { AliasPage, AliasQuery } from './key-aliases.ts';
import { decodeKeyHealth } from './key-health.ts';
import type { KeyHealth } from './key-health.ts';
import { hashKey, tokenOf } from './key-hash.ts';
import type { KeyReference } from './key-hash.ts';
import { decodeKey, decodeKeyInfo, decodeOwnKey } from './key.ts';
import type { Key } from './key.ts';
import type { ListedKey } from './listed-key.ts';
import { decodeKeyPage, decodeTokenPage, listQuery } from './list-keys.ts';
import type { KeyPage, ListTokens, ListWholeKeys } from './list-keys.ts';
import { datesQuery, decodeRows } from '../spend/spend-report.ts';
import type { KeySpendQuery } from '../spend/spend-report.ts';
import { amount, nonEmptyText, object } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import { regenerateBody } from './regenerate-key.ts';
import type { RegenerateKey } from './regenerate-key.ts';
import { decodeSpendReset } from './spend-reset.ts';
import type { SpendReset } from './spend-reset.ts';
import { updateBody } from './update-key.ts';
import type { UpdateKey } from './update-key.ts';

/** A key by its secret or token, or by an alias that no other key shares. */
export type KeyName = KeyReference | { readonly key_alias: string };

/**
 * The requests about keys, built and not sent; {@link KeysResource} says what each does. Every one is a single request, so a deletion
 * is not verified here.
 */
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
      // A secret is shown once, whatever the answer calls itself.
      anyContentType: true,
      decode: (answered, answer) => decodeGeneratedKey(answered, answer, chosen),
    };
  }

  /** @throws {ConfigurationError} */
  list(query: ListWholeKeys): Promise<LiteLLMRequest<KeyPage<ListedKey>>>;
  list(query?: ListTokens): Promise<LiteLLMRequest<KeyPage<string>>>;
  async list(query: ListTokens | ListWholeKeys = {}): Promise<LiteLLMRequest<KeyPage<string | ListedKey>>> {
    const isWhole = object('a query', query).return_full_object === true || query.expand !== undefined;
    return { method: 'GET', route: '/key/list', query: await listQuery(query), decode: isWhole ? decodeKeyPage : decodeTokenPage };
  }

  /** @throws {ConfigurationError} */
  async info(key?: KeyReference): Promise<LiteLLMRequest<Key>> {
    if (key === undefined) return { method: 'GET', route: '/key/info', decode: decodeOwnKey };
    const token = await tokenOf(key);
    return { method: 'GET', route: '/key/info', query: { key: token }, decode: (body) => decodeKeyInfo(token, body) };
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

  /** @throws {ConfigurationError} */
  async generateServiceAccount(parameters: GenerateServiceAccountKey): Promise<LiteLLMRequest<GeneratedKey>> {
    nonEmptyText('team_id', object('what a new key shall be', parameters).team_id);
    return { ...(await this.generate(parameters)), route: '/key/service-account/generate' };
  }

  /** @throws {ConfigurationError} */
  async aliases(query: AliasQuery = {}): Promise<LiteLLMRequest<AliasPage>> {
    return { method: 'GET', route: '/key/aliases', query: aliasQuery(query), decode: decodeAliasPage };
  }

  /** @throws {ConfigurationError} */
  async bulkUpdate(updates: readonly BulkUpdateKey[]): Promise<LiteLLMRequest<BulkUpdate>> {
    return { method: 'POST', route: '/key/bulk_update', body: await bulkUpdateBody(updates), repeatable: true, decode: decodeBulkUpdate };
  }

  /** @throws {ConfigurationError} */
  async bulkUpdateTeam(update: BulkUpdateTeamKeys): Promise<LiteLLMRequest<BulkUpdate>> {
    const body = await bulkUpdateTeamBody(update);
    const repeatable = update.update_fields.duration === undefined;
    return { method: 'POST', route: '/team/key/bulk_update', body, repeatable, decode: decodeBulkUpdate };
  }

  /** @throws {ConfigurationError} */
  async regenerate(key: KeyReference, parameters: RegenerateKey = {}): Promise<LiteLLMRequest<GeneratedKey>> {
    const body = regenerateBody(parameters);
    const { new_key: given } = parameters;
    const chosen = given ? { key: typeof given === 'string' ? new Secret(given) : given, token: await hashKey(given) } : undefined;
    return {
      method: 'POST',
      route: '/key/{key}/regenerate',
      parameters: { key: await tokenOf(key) },
      body: chosen === undefined ? body : { ...body, new_key: chosen.key },
      anyContentType: true,
      decode: (answered, answer) => decodeGeneratedKey(answered, answer, chosen),
    };
  }

  /** @throws {ConfigurationError} */
  async resetSpend(key: KeyReference, resetTo = 0): Promise<LiteLLMRequest<SpendReset>> {
    amount('resetTo', resetTo);
    return {
      method: 'POST',
      route: '/key/{key}/reset_spend',
      parameters: { key: await tokenOf(key) },
      body: { reset_to: resetTo },
      decode: decodeSpendReset,
    };
  }

  /** @throws {ConfigurationError} */
  async spendReport(query: KeySpendQuery): Promise<LiteLLMRequest<readonly Fields[]>> {
    const { api_key: key, ...dates } = object('a query', query);
    const named = key === undefined ? {} : { api_key: await tokenOf(key) };
    return { method: 'GET', route: '/key/spend/report', query: { ...datesQuery(dates), ...named }, decode: decodeRows };
  }

  /**
   * The answer repeats what was asked for, found or not, so it is not read.
   *
   * @throws {ConfigurationError} for keys and aliases at once: the proxy would ignore the aliases.
   */
  async delete(deletion: DeleteKeys): Promise<LiteLLMRequest<void>> {
    const { keys, aliases } = checkDeletion(deletion);
    const [named, aliased] = [keys.length > 0, aliases.length > 0];
    if (named === aliased) throw new ConfigurationError('litellm', 'one request deletes either keys or key_aliases');
    const body = named ? { keys: await Promise.all(keys.map(tokenOf)) } : { key_aliases: aliases };
    return { method: 'POST', route: '/key/delete', body, repeatable: true, decode: () => undefined };
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

  async health(): Promise<LiteLLMRequest<KeyHealth>> {
    return { method: 'POST', route: '/key/health', decode: decodeKeyHealth };
  }
}

async function named(key: KeyName, { key_alias: newAlias }: UpdateKey): Promise<Fields> {
  if (typeof key === 'string' || Secret.isSecret(key)) return { key: await tokenOf(key) };
  nonEmptyText('key_alias', object('a key', key).key_alias);
  if (newAlias === undefined) return { key_alias: key.key_alias };
  throw new ConfigurationError(
    'litellm',
    'a key is renamed by its secret or token, not by its alias: that would be two aliases in one request',
  );
}
