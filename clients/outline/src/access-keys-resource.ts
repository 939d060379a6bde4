import { checkIterable, checkObject } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { decodeAccessKey, decodeAccessKeyList, decodeListedKey } from './access-key.ts';
import type { AccessKey, CreateAccessKey, DataLimit, KeyRename, NewAccessKey } from './access-key.ts';
import { checkId, checkNewName, createBody, limitBody } from './arguments.ts';
import { inBulk } from './bulk.ts';
import type { BulkOptions, BulkResult } from './bulk.ts';
import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import type { Caller, ResourceCall } from './caller.ts';
import { singleKeyRoute as single } from './routes.ts';

const collection = '/access-keys';

/**
 * The access keys of a server. Every call that takes an id throws a {@link ConfigurationError}, before anything is sent,
 * for an id that no address can carry: an empty one, `.`, `..`, or one of more than 100 characters.
 */
export class AccessKeysResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads all keys, in the order in which they were made. The server knows no pages.
   *
   * Source: `GET /access-keys`
   * @throws {HttpError}
   */
  list(options: RawCallOptions): Promise<unknown>;
  list(options?: ReadCallOptions): Promise<readonly AccessKey[]>;
  async list(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: collection }, decodeAccessKeyList, options);
  }

  /**
   * The same keys, each given as soon as it has come. What is held does not grow with the list: a million keys are read in
   * the memory of a few. The server is only waited for; it is read no faster than the loop goes. Changes made while it
   * is read may or may not be seen.
   *
   * Source: `GET /access-keys`
   * @throws {HttpError} from the loop, also in its middle.
   */
  listAll(options: CallOptions = {}): AsyncGenerator<AccessKey, void, undefined> {
    return this.#caller.stream({ method: 'GET', route: collection, list: 'accessKeys', decodeItem: decodeListedKey }, options);
  }

  /**
   * Reads one key.
   *
   * Source: `GET /access-keys/:id`
   * @throws {AccessKeyNotFoundError}
   * @throws {HttpError}
   */
  get(id: string, options: RawCallOptions): Promise<unknown>;
  get(id: string, options?: ReadCallOptions): Promise<AccessKey>;
  async get(id: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: single, parameters: { id: checkId(id) } }, decodeAccessKey, options);
  }

  /**
   * Makes a key under an id that the server chooses. Never repeated on its own: after a lost answer there would be two.
   * Where that matters use {@link createWithId}.
   *
   * Source: `POST /access-keys`
   * @throws {ConfigurationError} for a value that the server would refuse or silently ignore.
   * @throws {ConflictError} when the password or the port is taken.
   * @throws {HttpError}
   */
  create(parameters: CreateAccessKey | undefined, options: RawCallOptions): Promise<unknown>;
  create(parameters?: CreateAccessKey, options?: ReadCallOptions): Promise<AccessKey>;
  async create(parameters: CreateAccessKey = {}, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'POST', route: collection, body: createBody(parameters) }, decodeAccessKey, options);
  }

  /**
   * Makes a key under an id of yours; it never changes one that exists. Repeated after a lost answer: at worst that ends
   * in a {@link ConflictError} whose `outcome` is `unknown`, and {@link get} tells whose key it is.
   *
   * Source: `PUT /access-keys/:id`
   * @throws {ConfigurationError} for a value that the server would refuse or silently ignore.
   * @throws {ConflictError} when the id, the password or the port is taken.
   * @throws {HttpError}
   */
  createWithId(id: string, parameters: CreateAccessKey | undefined, options: RawCallOptions): Promise<unknown>;
  createWithId(id: string, parameters?: CreateAccessKey, options?: ReadCallOptions): Promise<AccessKey>;
  async createWithId(id: string, parameters: CreateAccessKey = {}, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ ...change('PUT', single, id), body: createBody(parameters) }, decodeAccessKey, options);
  }

  /**
   * Gives a key another name. Names need not be unique, and none can be cleared.
   *
   * Source: `PUT /access-keys/:id/name`
   * @throws {ConfigurationError} for an empty name.
   * @throws {AccessKeyNotFoundError}
   * @throws {HttpError}
   */
  async rename(id: string, name: string, options?: CallOptions): Promise<void> {
    return this.#caller.change({ ...change('PUT', `${single}/name`, id), body: { name: checkNewName(name) } }, options);
  }

  /**
   * Limits a key to so many bytes within a sliding window of 30 days; 0 blocks it. Answered before it is in force.
   *
   * Source: `PUT /access-keys/:id/data-limit`
   * @throws {ConfigurationError} unless `bytes` is a whole number of 0 or more.
   * @throws {AccessKeyNotFoundError}
   * @throws {HttpError}
   */
  async setDataLimit(id: string, limit: DataLimit, options?: CallOptions): Promise<void> {
    return this.#caller.change({ ...change('PUT', `${single}/data-limit`, id), body: limitBody(limit) }, options);
  }

  /**
   * Removes a key's own limit, also when it has none; the server's default limit holds then.
   *
   * Source: `DELETE /access-keys/:id/data-limit`
   * @throws {AccessKeyNotFoundError}
   * @throws {HttpError}
   */
  async removeDataLimit(id: string, options?: CallOptions): Promise<void> {
    return this.#caller.change(change('DELETE', `${single}/data-limit`, id), options);
  }

  /**
   * Ends a key. When an answer is lost and the repetition finds no key any more, the work is done.
   *
   * Source: `DELETE /access-keys/:id`
   * @throws {AccessKeyNotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async delete(id: string, options?: CallOptions): Promise<void> {
    return this.#caller.change(change('DELETE', single, id), options);
  }

  /**
   * Makes many keys, each under its `id` where it has one. Everything is checked before the first is sent.
   *
   * Source: `POST /access-keys`, `PUT /access-keys/:id`
   * @returns a result for each key, in their order.
   * @throws {ConfigurationError} for a value that the server would refuse or silently ignore; nothing was sent.
   * @throws {BulkError} with `failFast`, when a key could not be made; it carries the results so far.
   */
  async createMany(keys: Iterable<NewAccessKey>, options?: BulkOptions): Promise<readonly BulkResult<AccessKey>[]> {
    const checked = [...checkIterable('outline', 'the new access keys', keys)].map((key) => {
      const { id, ...parameters } = checkObject('outline', 'a new access key', key);
      createBody(parameters);
      return { id: id === undefined ? undefined : checkId(id), parameters };
    });
    const create = ({ id, parameters }: (typeof checked)[number], callOptions: CallOptions): Promise<AccessKey> =>
      id === undefined ? this.create(parameters, callOptions) : this.createWithId(id, parameters, callOptions);
    return inBulk(checked, create, options);
  }

  /**
   * Ends many keys.
   *
   * Source: `DELETE /access-keys/:id`
   * @returns a result for each id, in their order.
   * @throws {ConfigurationError} for an id that no address can carry; nothing was sent.
   * @throws {BulkError} with `failFast`, when a key could not be deleted; it carries the results so far.
   */
  async deleteMany(ids: Iterable<string>, options?: BulkOptions): Promise<readonly BulkResult<void>[]> {
    return inBulk([...checkIterable('outline', 'the ids', ids)].map(checkId), (id, callOptions) => this.delete(id, callOptions), options);
  }

  /**
   * Renames many keys.
   *
   * Source: `PUT /access-keys/:id/name`
   * @returns a result for each key, in their order.
   * @throws {ConfigurationError} for an id that no address can carry, or an empty name; nothing was sent.
   * @throws {BulkError} with `failFast`, when a key could not be renamed; it carries the results so far.
   */
  async renameMany(renames: Iterable<KeyRename>, options?: BulkOptions): Promise<readonly BulkResult<void>[]> {
    const checked = [...checkIterable('outline', 'the new names', renames)].map((rename) => {
      const { id, name } = checkObject('outline', 'a new name', rename);
      return { id: checkId(id), name: checkNewName(name) };
    });
    return inBulk(checked, ({ id, name }, callOptions) => this.rename(id, name, callOptions), options);
  }
}

function change(method: 'PUT' | 'DELETE', route: string, id: string): ResourceCall {
  return { method, route, parameters: { id: checkId(id) } };
}
