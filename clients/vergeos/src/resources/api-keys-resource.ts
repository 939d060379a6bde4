import type { AnswerToDecode, CallOptions } from '@keyrack/http';
import { apiKeyFields, ApiKey } from '../api-key.ts';
import type { ApiKeyContext } from '../api-key.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import type { CreatedApiKey } from '../created-api-key.ts';
import { NotFoundError, PermissionError } from '../errors.ts';
import { fieldList } from '../fields.ts';
import { eq } from '../filter/conditions.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { Filter } from '../filter/filter.ts';
import { createBody, updateBody } from '../key-body.ts';
import { lookUpOptions, splitFields } from '../read-options.ts';
import type { ReadRowOptions } from '../read-options.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions, RowsQuery } from '../list-query.ts';
import { readKeyReceipt } from '../receipt.ts';
import { checkKey, Table } from '../table.ts';
import type { DecodeRow } from '../table.ts';
import type { CreateApiKey, KeyOwner, UpdateApiKey, UserApiKeyRow } from '../types/user-api-key.ts';
import type { UsersResource } from './users-resource.ts';

/** Which keys are meant; all of it must hold. */
export interface ApiKeysFilter<Entry extends string = never> {
  /** The keys of this user: its `$key`, or its name, which is looked up. An unknown name is an error, never everybody's keys. */
  readonly user?: number | string;
  /** The keys of exactly this name. */
  readonly name?: string;
  readonly filter?: FilterInput<UserApiKeyRow>;
  /** What is read besides {@link ApiKey}: further columns, or joins such as `user#email as user_email`. They come in `columns`. */
  readonly fields?: readonly Entry[];
}

/** Which keys are listed, and in which order. */
export interface ApiKeysQuery<Entry extends string = never> extends ApiKeysFilter<Entry>, ListRange {}

/** Which keys are listed page by page, in ascending order of their keys. */
export interface AllApiKeysQuery<Entry extends string = never> extends ApiKeysFilter<Entry>, PagingOptions {}

/** One key: its `$key`, or its name with its user. */
export type ApiKeySelector = number | { readonly name: string; readonly user: number | string };

/** What the resource needs beside its calls. */
export interface ApiKeysContext extends ApiKeyContext {
  /** Answers which user is meant. */
  readonly users: UsersResource;
}

const filterNames = ['user', 'name', 'filter', 'fields', 'limit', 'offset'] as const;
const narrowing = ['user', 'name', 'filter'] as const;

/**
 * The API keys of users. A key may do what its user may. Its secret is shown when it is made and never again, and it cannot
 * change: to rotate, make a key under another name, switch over, and delete the old one.
 */
export class ApiKeysResource {
  readonly #table: Table;
  readonly #context: ApiKeysContext;

  constructor(caller: Caller, context: ApiKeysContext) {
    this.#table = new Table(caller, 'user_api_keys');
    this.#context = context;
  }

  /**
   * Reads keys in one answer.
   *
   * Source: `GET /api/v4/user_api_keys`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {NotFoundError} for a user name that nobody has.
   * @throws {HttpError}
   */
  list(query: ApiKeysQuery<string> | undefined, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string = never>(query?: ApiKeysQuery<Entry>, options?: ReadCallOptions): Promise<readonly ApiKey<Entry>[]>;
  async list(query: ApiKeysQuery<string> = {}, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, [...filterNames, 'sort'], narrowing);
    const { sort, limit, offset } = query;
    const { rows, isMeant } = await this.#chosen(query, lookUpOptions(options));
    return this.#table.list({ ...rows, sort, limit, offset }, { decode: this.#decode, isMeant }, options);
  }

  /**
   * The same keys one by one, in ascending order of their `$key`, read page by page. A key that exists from the first page to
   * the last is among them, whatever else is made or deleted meanwhile.
   *
   * Source: `GET /api/v4/user_api_keys`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {NotFoundError} for a user name that nobody has.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string = never>(
    query: AllApiKeysQuery<Entry> = {},
    options?: CallOptions,
  ): AsyncGenerator<ApiKey<Entry>, void, undefined> {
    checkQuery(query, [...filterNames, 'pageSize'], narrowing);
    const { limit, offset, pageSize } = query;
    const { rows, isMeant } = await this.#chosen(query, lookUpOptions(options));
    const pages = this.#table.pages({ ...rows, limit, offset, pageSize }, this.#decode, options);
    // Its columns are those that were asked for.
    for await (const page of pages) for (const key of page) if (isMeant(key)) yield key as ApiKey<Entry>;
  }

  /**
   * Reads one key. Names are compared exactly, here and not only by the system.
   *
   * Source: `GET /api/v4/user_api_keys/{key}`, `GET /api/v4/user_api_keys`
   * @throws {NotFoundError} when there is no such key, or no such user.
   * @throws {HttpError}
   */
  get(key: number, options: RawCallOptions): Promise<unknown>;
  get<const Entry extends string = never>(
    key: ApiKeySelector,
    options?: CallOptions & { readonly fields?: readonly Entry[] },
  ): Promise<ApiKey<Entry>>;
  async get(key: ApiKeySelector, given?: ReadRowOptions): Promise<unknown> {
    const { fields, options } = splitFields(given);
    if (typeof key === 'number') {
      return this.#table.get(checkKey(key), fieldList(apiKeyFields, fields), { decode: this.#decode, options });
    }
    const { rows, isMeant } = await this.#chosen(
      { ...readSelector(key), ...(fields === undefined ? {} : { fields }) },
      lookUpOptions(options),
    );
    return this.#table.find(rows, { what: 'key of this name among those of the user', decode: this.#decode, isMeant }, options);
  }

  /**
   * Makes a key. Its secret is in the answer and never shown again. Never repeated on its own: after a lost answer look for the
   * name, delete what is there, and make it anew; the same name twice is a {@link ConflictError}.
   *
   * Source: `POST /api/v4/user_api_keys`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {NotFoundError} for a user name that nobody has.
   * @throws {MissingReferenceError} for a user that is not there.
   * @throws {ConflictError} when the user has a key of this name.
   * @throws {MissingSecretError} when the answer holds no secret; it carries the key.
   * @throws {MissingKeyError} when the answer does not tell the key; it carries the secret.
   * @throws {HttpError}
   */
  create(parameters: CreateApiKey, options: RawCallOptions): Promise<unknown>;
  create(parameters: CreateApiKey, options?: ReadCallOptions): Promise<CreatedApiKey>;
  async create(parameters: CreateApiKey, options?: ReadCallOptions): Promise<unknown> {
    const body = createBody(parameters, this.#context.nowMs());
    const { name } = parameters;
    const owner = await this.#owner(parameters.user, lookUpOptions(options));
    const decode = (answered: unknown, answer: AnswerToDecode): CreatedApiKey => {
      const { key, secret } = readKeyReceipt(answered, answer);
      return { key, name, userKey: owner.key, userName: owner.name, secret };
    };
    return this.#table.create({ user: owner.key, ...body }, decode, options);
  }

  /**
   * Changes a key: what is given, and nothing else.
   *
   * Source: `PUT /api/v4/user_api_keys/{key}`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {NotFoundError}
   * @throws {ConflictError} when the user has another key of this name.
   * @throws {HttpError}
   */
  async update(key: number, changes: UpdateApiKey, options?: CallOptions): Promise<void> {
    return this.#table.update(checkKey(key), updateBody(changes, this.#context.nowMs()), options);
  }

  /**
   * Ends a key at once. When an answer is lost and the repetition finds no key any more, the work is done.
   *
   * Source: `DELETE /api/v4/user_api_keys/{key}`
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async delete(key: number, options?: CallOptions): Promise<void> {
    return this.#table.delete(checkKey(key), options);
  }

  readonly #decode: DecodeRow<ApiKey<string>> = (row, index) => new ApiKey<string>(row, this.#context, index);

  /** The rows to ask for, and a second look at each: a filter that is read in another way must not bring the keys of others. */
  async #chosen({ user, name, filter, fields }: ApiKeysFilter<string>, options?: CallOptions): Promise<ChosenKeys> {
    const list = fieldList(apiKeyFields, fields);
    const further = filter === undefined ? [] : [toFilter(filter)];
    const userKey = user === undefined ? undefined : await this.#userKey(user, options);
    const parts = [...(name === undefined ? [] : [eq('name', name)]), ...(userKey === undefined ? [] : [eq('user', userKey)]), ...further];
    return {
      rows: { fields: list, ...(parts.length === 0 ? {} : { filter: Filter.group('and', parts) }) },
      isMeant: (key) => (userKey === undefined || key.userKey === userKey) && (name === undefined || key.name === name),
    };
  }

  async #userKey(user: number | string, options?: CallOptions): Promise<number> {
    return typeof user === 'number' ? checkKey(user) : (await this.#context.users.get({ name: user }, options)).key;
  }

  /** Whose the new key will be. The name is an addition; that nobody may see it must not hinder. */
  async #owner(user: CreateApiKey['user'], options: CallOptions): Promise<KeyOwner> {
    if (typeof user === 'object' && user !== null) return { key: checkKey(user.key), name: user.name ?? null };
    try {
      return await this.#context.users.get(typeof user === 'number' ? user : { name: user }, options);
    } catch (error) {
      const isHidden = NotFoundError.isInstance(error) || PermissionError.isInstance(error);
      if (typeof user === 'number' && isHidden) return { key: user, name: null };
      throw error;
    }
  }
}

/** What a list is asked for, and which of its keys are meant. */
interface ChosenKeys {
  readonly rows: Pick<RowsQuery, 'fields' | 'filter'>;
  readonly isMeant: (key: ApiKey<string>) => boolean;
}

function readSelector(key: Exclude<ApiKeySelector, number>): Exclude<ApiKeySelector, number> {
  if (typeof key === 'object' && key !== null && key.name !== undefined && key.user !== undefined)
    return { name: key.name, user: key.user };
  throw wrong('a key is named by its $key, a whole number, or by { name, user }');
}
