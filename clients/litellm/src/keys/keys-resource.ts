import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { KeySpendQuery } from '../spend/spend-report.ts';
import type { Fields } from '../values/reading.ts';
import type { BulkUpdate, BulkUpdateKey, BulkUpdateTeamKeys } from './bulk-update.ts';
import { deleteKeys } from './delete-keys.ts';
import type { DeletedKeys } from './delete-keys.ts';
import type { DeleteKeys } from './key-deletion.ts';
import type { GenerateKey, GenerateServiceAccountKey } from './generate-key.ts';
import type { GeneratedKey } from './generated-key.ts';
import type { KeyReference } from './key-hash.ts';
import type { KeyHealth } from './key-health.ts';
import type { AliasFilter, AliasPage, AliasQuery } from './key-aliases.ts';
import { everyAlias, everyKey, readMany } from './key-lookups.ts';
import type { KeyName, KeyRequests } from './key-requests.ts';
import type { Key } from './key.ts';
import type { ListedKey } from './listed-key.ts';
import type { KeyFilter, KeyPage, ListTokens, ListWholeKeys } from './list-keys.ts';
import type { RegenerateKey } from './regenerate-key.ts';
import type { SpendReset } from './spend-reset.ts';
import type { UpdateKey } from './update-key.ts';

/**
 * The virtual keys of a proxy. A key is named by its secret or its token; what is sent is the token, so that no secret gets into an
 * address. Every call throws a {@link ConfigurationError}, before anything is sent, for what the proxy would refuse, misread or
 * silently ignore.
 */
export class KeysResource {
  readonly #caller: Caller;
  readonly #requests: KeyRequests;

  constructor(caller: Caller, requests: KeyRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Makes a key. Repeated after a lost answer only when the secret is chosen by the caller and there is no `duration`, which would
   * count anew; at worst that ends in an {@link AliasTakenError} whose `outcome` is `unknown`, and {@link info} tells whose key it is.
   * For a secret that exists the proxy changes nothing and answers as if it had; after a deletion it brings the key back.
   *
   * Source: `POST /key/generate`
   * @throws {AliasTakenError} when another key has the alias, or this very key has.
   * @throws {MissingSecretError} when the key was made and its secret is lost; it tells the token.
   * @throws {LicenceRequiredError} for settings that only a licensed proxy takes.
   * @throws {HttpError}
   */
  generate(parameters: GenerateKey | undefined, options: RawCallOptions): Promise<unknown>;
  generate(parameters?: GenerateKey, options?: ReadCallOptions): Promise<GeneratedKey>;
  async generate(parameters?: GenerateKey, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.generate(parameters), options);
  }

  /**
   * Makes a key that belongs to a team and to nobody. `metadata.service_account_id` is the alias unless it is given, or a UUID where
   * there is none, and never changes after.
   *
   * Source: `POST /key/service-account/generate`
   * @throws {TeamNotFoundError}
   * @throws {AliasTakenError}
   * @throws {MissingSecretError}
   * @throws {HttpError}
   */
  generateServiceAccount(parameters: GenerateServiceAccountKey, options: RawCallOptions): Promise<unknown>;
  generateServiceAccount(parameters: GenerateServiceAccountKey, options?: ReadCallOptions): Promise<GeneratedKey>;
  async generateServiceAccount(parameters: GenerateServiceAccountKey, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.generateServiceAccount(parameters), options);
  }

  /**
   * Reads one page: tokens, or whole keys with `return_full_object`.
   *
   * Source: `GET /key/list`
   * @throws {HttpError}
   */
  list(query: ListTokens | ListWholeKeys | undefined, options: RawCallOptions): Promise<unknown>;
  list(query: ListWholeKeys, options?: ReadCallOptions): Promise<KeyPage<ListedKey>>;
  list(query?: ListTokens, options?: ReadCallOptions): Promise<KeyPage<string>>;
  async list(query: ListTokens | ListWholeKeys = {}, options?: ReadCallOptions): Promise<unknown> {
    // The overloads tell which kind of page it is.
    return this.#caller.read<unknown>(await this.#requests.list(query as ListWholeKeys), options);
  }

  /**
   * Streams whole keys, oldest first, page by page. Keys that exist all the time are given once each, whatever comes and goes meanwhile.
   *
   * Source: `GET /key/list`
   * @throws {HttpError}
   */
  listAll(filter: KeyFilter = {}, options?: CallOptions): AsyncGenerator<ListedKey, void, undefined> {
    return everyKey(this.#caller, filter, options);
  }

  /**
   * Reads one key; a deleted one from the archive, with the `status` `deleted`. Without a key: the one that the client itself uses,
   * which the master key is not.
   *
   * Source: `GET /key/info`
   * @throws {KeyNotFoundError}
   * @throws {HttpError}
   */
  info(key: KeyReference | undefined, options: RawCallOptions): Promise<unknown>;
  info(key?: KeyReference, options?: ReadCallOptions): Promise<Key>;
  async info(key?: KeyReference, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(key), options);
  }

  /**
   * Changes what is given and nothing else; `metadata` is replaced whole. Gives the key as it is then.
   *
   * Source: `POST /key/update`
   * @throws {KeyNotFoundError}
   * @throws {TeamNotFoundError} when the team of the key is not there; then nothing of it can be changed so.
   * @throws {AliasTakenError}
   * @throws {InvalidRequestError} also with an `outcome` of `unknown`: the proxy answers 400 to whatever goes wrong below it.
   * @throws {HttpError}
   */
  update(key: KeyName, changes: UpdateKey, options: RawCallOptions): Promise<unknown>;
  update(key: KeyName, changes: UpdateKey, options?: ReadCallOptions): Promise<Key>;
  async update(key: KeyName, changes: UpdateKey, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(key, changes), options);
  }

  /**
   * Deletes keys and looks what was really deleted: the proxy repeats what it was told, found or not, and ignores aliases beside keys.
   * The keys are looked up before and after, and deleted by their tokens. Further proxies on the same database follow within a minute.
   *
   * Source: `POST /key/delete`, `GET /key/info`, `POST /v2/key/info`, `GET /key/list`
   * @throws {KeyNotFoundError} when none of the keys is there.
   * @throws {KeysRemainError} when the proxy agreed and some are still there.
   * @throws {ForbiddenError} when one of them is not the caller's to delete; then none is deleted.
   * @throws {HttpError}
   */
  delete(which: DeleteKeys, options: CallOptions = {}): Promise<DeletedKeys> {
    return deleteKeys({ caller: this.#caller, requests: this.#requests, options }, which);
  }

  /**
   * Takes a key out of use; done already is done. In force on this proxy at once, on further ones within a minute.
   *
   * Source: `POST /key/block`
   * @throws {KeyNotFoundError}
   * @throws {HttpError}
   */
  block(key: KeyReference, options: RawCallOptions): Promise<unknown>;
  block(key: KeyReference, options?: ReadCallOptions): Promise<Key>;
  async block(key: KeyReference, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.block(key), options);
  }

  /**
   * Puts a key back into use; done already is done.
   *
   * Source: `POST /key/unblock`
   * @throws {KeyNotFoundError}
   * @throws {HttpError}
   */
  unblock(key: KeyReference, options: RawCallOptions): Promise<unknown>;
  unblock(key: KeyReference, options?: ReadCallOptions): Promise<Key>;
  async unblock(key: KeyReference, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.unblock(key), options);
  }

  /**
   * Reads one page of the aliases that are in use, sorted by their letters.
   *
   * Source: `GET /key/aliases`
   * @throws {HttpError}
   */
  aliases(query: AliasQuery | undefined, options: RawCallOptions): Promise<unknown>;
  aliases(query?: AliasQuery, options?: ReadCallOptions): Promise<AliasPage>;
  async aliases(query?: AliasQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.aliases(query), options);
  }

  /**
   * Streams all aliases; each is kept in mind until the end, so that none comes twice.
   *
   * Source: `GET /key/aliases`
   * @throws {HttpError}
   */
  allAliases(filter: AliasFilter = {}, options?: CallOptions): AsyncGenerator<string, void, undefined> {
    return everyAlias(this.#caller, filter, options);
  }

  /**
   * Reads several keys, each by itself: the proxy's own answer about several does not tell which is which. Those that are not there
   * are left out; deleted ones have the `status` `deleted`.
   *
   * Source: `GET /key/info`
   * @returns the keys by their tokens, in the order in which they were named.
   * @throws {HttpError}
   */
  infoMany(keys: readonly KeyReference[], options?: CallOptions): Promise<ReadonlyMap<string, Key>> {
    return readMany(this.#caller, keys, options);
  }

  /**
   * Changes up to 500 keys, each for itself. The proxy answers 200 even when all fail; what became of each stands in the result.
   *
   * Source: `POST /key/bulk_update`
   * @throws {ForbiddenError} unless the caller is a proxy admin.
   * @throws {HttpError}
   */
  bulkUpdate(updates: readonly BulkUpdateKey[], options: RawCallOptions): Promise<unknown>;
  bulkUpdate(updates: readonly BulkUpdateKey[], options?: ReadCallOptions): Promise<BulkUpdate>;
  async bulkUpdate(updates: readonly BulkUpdateKey[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.bulkUpdate(updates), options);
  }

  /**
   * Changes many keys of one team in the same way.
   *
   * Source: `POST /team/key/bulk_update`
   * @throws {NotFoundError} when the team has no such key.
   * @throws {HttpError}
   */
  bulkUpdateTeam(update: BulkUpdateTeamKeys, options: RawCallOptions): Promise<unknown>;
  bulkUpdateTeam(update: BulkUpdateTeamKeys, options?: ReadCallOptions): Promise<BulkUpdate>;
  async bulkUpdateTeam(update: BulkUpdateTeamKeys, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.bulkUpdateTeam(update), options);
  }

  /**
   * Gives a key another secret. Only licensed proxies do it; `rotateKey` does it by hand on all.
   *
   * Source: `POST /key/{key}/regenerate`
   * @throws {LicenceRequiredError} on a proxy without a licence, before the key is looked for.
   * @throws {MissingSecretError}
   * @throws {HttpError}
   */
  regenerate(key: KeyReference, parameters: RegenerateKey | undefined, options: RawCallOptions): Promise<unknown>;
  regenerate(key: KeyReference, parameters?: RegenerateKey, options?: ReadCallOptions): Promise<GeneratedKey>;
  async regenerate(key: KeyReference, parameters?: RegenerateKey, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.regenerate(key, parameters), options);
  }

  /**
   * Sets what a key counts as spent, downwards.
   *
   * Source: `POST /key/{key}/reset_spend`
   * @param resetTo - 0 up to what is spent now. @default 0
   * @throws {KeyNotFoundError}
   * @throws {InvalidRequestError} for more than is spent.
   * @throws {HttpError}
   */
  resetSpend(key: KeyReference, resetTo: number | undefined, options: RawCallOptions): Promise<unknown>;
  resetSpend(key: KeyReference, resetTo?: number, options?: ReadCallOptions): Promise<SpendReset>;
  async resetSpend(key: KeyReference, resetTo?: number, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.resetSpend(key, resetTo), options);
  }

  /**
   * Reports what keys have spent. Only licensed proxies do it; `spend.logs` tells it on all.
   *
   * Source: `GET /key/spend/report`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  spendReport(query: KeySpendQuery, options: RawCallOptions): Promise<unknown>;
  spendReport(query: KeySpendQuery, options?: ReadCallOptions): Promise<readonly Fields[]>;
  async spendReport(query: KeySpendQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.spendReport(query), options);
  }

  /**
   * Asks whether the key that the client itself uses works, and whether what it logs arrives.
   *
   * Source: `POST /key/health`
   * @throws {HttpError}
   */
  health(options: RawCallOptions): Promise<unknown>;
  health(options?: ReadCallOptions): Promise<KeyHealth>;
  async health(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.health(), options);
  }
}
