import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import { fieldList } from '../fields.ts';
import { eq, ne } from '../filter/conditions.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { Filter } from '../filter/filter.ts';
import { splitFields } from '../read-options.ts';
import type { ReadRowOptions } from '../read-options.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions, RowsQuery } from '../list-query.ts';
import { decodeCreatedRow } from '../row-receipt.ts';
import type { CreatedRow } from '../row-receipt.ts';
import { checkKey, Table } from '../table.ts';
import type { CreateUser, UpdateUser, UserRow } from '../types/user.ts';
import { decodeUser, userFields } from '../user.ts';
import type { User } from '../user.ts';
import { checkText, flag, lines, lowerCaseText, oneOf, secret, text, writeChanges, writeColumns } from '../write-columns.ts';

/** Which users are meant; all of it must hold. */
export interface UsersFilter<Entry extends string = never> {
  /** The user of exactly this name. */
  readonly name?: string;
  readonly filter?: FilterInput<UserRow>;
  /** What is read besides {@link User}: further columns, or joins such as `identity#owner as owner`. They come in `columns`. */
  readonly fields?: readonly Entry[];
  /**
   * Whether users that other sites log in as are listed too.
   * @default false
   */
  readonly includeSiteUsers?: boolean;
}

/** Which users are listed, and in which order. */
export interface UsersQuery<Entry extends string = never> extends UsersFilter<Entry>, ListRange {}

/** Which users are listed page by page, in ascending order of their keys. */
export interface AllUsersQuery<Entry extends string = never> extends UsersFilter<Entry>, PagingOptions {}

/** One user: its `$key`, or its name. */
export type UserSelector = number | { readonly name: string };

const filterNames = ['name', 'filter', 'fields', 'includeSiteUsers', 'limit', 'offset'] as const;
const userColumns = {
  password: secret('password'),
  displayName: text('displayname'),
  email: lowerCaseText('email'),
  enabled: flag('enabled'),
  changePassword: flag('change_password'),
  physicalAccess: flag('physical_access'),
  twoFactorAuthentication: flag('two_factor_authentication'),
  twoFactorType: oneOf('two_factor_type', ['email', 'authenticator']),
  sshKeys: lines('ssh_keys'),
};
const newUserColumns = {
  name: userName,
  type: oneOf('type', ['normal', 'api', 'vdi']),
  ...userColumns,
};
const siteTypes = ['site_sync', 'site_user'] as const;

/** The users of a system. */
export class UsersResource {
  readonly #table: Table;

  constructor(caller: Caller) {
    this.#table = new Table(caller, 'users');
  }

  /**
   * Reads users in one answer.
   *
   * Source: `GET /api/v4/users`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  list(query: UsersQuery<string> | undefined, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string = never>(query?: UsersQuery<Entry>, options?: ReadCallOptions): Promise<readonly User<Entry>[]>;
  async list(query: UsersQuery<string> = {}, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, [...filterNames, 'sort'], ['name', 'filter']);
    const { sort, limit, offset } = query;
    return this.#table.list({ ...rowsOf(query), sort, limit, offset }, { decode: decodeUser }, options);
  }

  /**
   * The same users one by one, in ascending order of their keys, read page by page.
   *
   * Source: `GET /api/v4/users`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string = never>(
    query: AllUsersQuery<Entry> = {},
    options?: CallOptions,
  ): AsyncGenerator<User<Entry>, void, undefined> {
    checkQuery(query, [...filterNames, 'pageSize'], ['name', 'filter']);
    const { limit, offset, pageSize } = query;
    for await (const rows of this.#table.pages({ ...rowsOf(query), limit, offset, pageSize }, decodeUser<Entry>, options))
      for (const row of rows) yield row;
  }

  /**
   * Reads one user. Names are compared exactly, here and not only by the system.
   *
   * Source: `GET /api/v4/users/{key}`, `GET /api/v4/users`
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  get(user: number, options: RawCallOptions): Promise<unknown>;
  get<const Entry extends string = never>(
    user: UserSelector,
    options?: CallOptions & { readonly fields?: readonly Entry[] },
  ): Promise<User<Entry>>;
  async get(user: UserSelector, given?: ReadRowOptions): Promise<unknown> {
    const { fields, options } = splitFields(given);
    if (typeof user === 'number') return this.#table.get(checkKey(user), fieldList(userFields, fields), { decode: decodeUser, options });
    const name = readName(user);
    const rows = { fields: fieldList(userFields, fields), filter: eq('name', name) };
    return this.#table.find(
      rows,
      { what: 'user of this name', decode: decodeUser<string>, isMeant: (found) => found.name === name },
      options,
    );
  }

  /**
   * Makes a user. It has a few rights at once: to see what there is, and to change what is its own.
   *
   * Source: `POST /api/v4/users`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {ConflictError} when the name is taken.
   * @throws {HttpError}
   */
  create(user: CreateUser, options: RawCallOptions): Promise<unknown>;
  create(user: CreateUser, options?: ReadCallOptions): Promise<CreatedRow>;
  async create(user: CreateUser, options?: ReadCallOptions): Promise<unknown> {
    const body = writeColumns('a user', user, newUserColumns);
    if (body['name'] === undefined || body['password'] === undefined) throw wrong('a new user needs a name and a password');
    return this.#table.create({ type: 'normal', enabled: true, ...body }, decodeCreatedRow, options);
  }

  /**
   * Changes a user: what is given, and nothing else.
   *
   * Source: `PUT /api/v4/users/{key}`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  async update(user: number, changes: UpdateUser, options?: CallOptions): Promise<void> {
    return this.#table.update(checkKey(user), writeChanges('a user', changes, userColumns), options);
  }

  /** Lets a user log in again. Source: `PUT /api/v4/users/{key}` @throws {NotFoundError} @throws {HttpError} */
  enable(user: number, options?: CallOptions): Promise<void> {
    return this.update(user, { enabled: true }, options);
  }

  /** Lets a user log in no more until {@link enable}. Source: `PUT /api/v4/users/{key}` @throws {NotFoundError} @throws {HttpError} */
  disable(user: number, options?: CallOptions): Promise<void> {
    return this.update(user, { enabled: false }, options);
  }

  /**
   * Deletes a user. What becomes of its API keys is not documented: delete those first.
   *
   * Source: `DELETE /api/v4/users/{key}`
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async delete(user: number, options?: CallOptions): Promise<void> {
    return this.#table.delete(checkKey(user), options);
  }
}

function rowsOf({ name, filter, fields, includeSiteUsers = false }: UsersFilter<string>): Pick<RowsQuery, 'fields' | 'filter'> {
  const parts = [
    ...(name === undefined ? [] : [eq('name', name)]),
    ...(filter === undefined ? [] : [toFilter(filter)]),
    ...(includeSiteUsers ? [] : [ne('type', siteTypes)]),
  ];
  return { fields: fieldList(userFields, fields), ...(parts.length === 0 ? {} : { filter: Filter.group('and', parts) }) };
}

function readName(user: unknown): string {
  const name: unknown = typeof user === 'object' && user !== null && 'name' in user ? user.name : undefined;
  if (typeof name === 'string' && name !== '') return name;
  throw wrong('a user is named by its key, a whole number, or by { name }');
}

function userName(name: string, value: unknown): readonly [string, string] {
  const checked = checkText(name, value, { least: 1, most: 128 });
  if (checked.includes('/')) throw wrong('the name of a user holds no slash');
  return ['name', checked.toLowerCase()];
}
