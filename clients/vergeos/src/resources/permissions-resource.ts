import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import { fieldList } from '../fields.ts';
import { eq } from '../filter/conditions.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { Filter } from '../filter/filter.ts';
import { splitFields } from '../read-options.ts';
import type { ReadRowOptions } from '../read-options.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions, RowsQuery } from '../list-query.ts';
import { decodePermission, permissionFields } from '../permission.ts';
import type { Permission } from '../permission.ts';
import { decodeCreatedRow } from '../row-receipt.ts';
import type { CreatedRow } from '../row-receipt.ts';
import { checkKey, Table } from '../table.ts';
import type { GrantPermission, PermissionRow, Rights } from '../types/permission.ts';
import { count, flag, text, writeChanges, writeColumns } from '../write-columns.ts';

/** Which permissions are meant; all of it must hold. */
export interface PermissionsFilter<Entry extends string = never> {
  /** Whose: the `identity` of a user or a group. */
  readonly identity?: number;
  /** For which table. */
  readonly table?: string;
  readonly filter?: FilterInput<PermissionRow>;
  /** What is read besides {@link Permission}: further columns, or joins such as `identity#owner as owner`. They come in `columns`. */
  readonly fields?: readonly Entry[];
}

/** Which permissions are listed, and in which order. */
export interface PermissionsQuery<Entry extends string = never> extends PermissionsFilter<Entry>, ListRange {}

/** Which permissions are listed page by page, in ascending order of their keys. */
export interface AllPermissionsQuery<Entry extends string = never> extends PermissionsFilter<Entry>, PagingOptions {}

const filterNames = ['identity', 'table', 'filter', 'fields', 'limit', 'offset'] as const;
const narrowing = ['identity', 'table', 'filter'] as const;
const rights = { list: flag('list'), read: flag('read'), create: flag('create'), modify: flag('modify'), delete: flag('delete') };
const noRights = { list: false, read: false, create: false, modify: false, delete: false };
const place = { identity: count('identity', 1), table: text('table', { least: 1, most: 128 }), row: count('row', 0) };

/** Who may do what. Every new user has a few permissions of its own from the start. */
export class PermissionsResource {
  readonly #table: Table;

  constructor(caller: Caller) {
    this.#table = new Table(caller, 'permissions');
  }

  /**
   * Reads permissions in one answer.
   *
   * Source: `GET /api/v4/permissions`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  list(query: PermissionsQuery<string> | undefined, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string = never>(
    query?: PermissionsQuery<Entry>,
    options?: ReadCallOptions,
  ): Promise<readonly Permission<Entry>[]>;
  async list(query: PermissionsQuery<string> = {}, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, [...filterNames, 'sort'], narrowing);
    const { sort, limit, offset } = query;
    return this.#table.list({ ...rowsOf(query), sort, limit, offset }, { decode: decodePermission }, options);
  }

  /**
   * The same permissions one by one, in ascending order of their keys, read page by page.
   *
   * Source: `GET /api/v4/permissions`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string = never>(
    query: AllPermissionsQuery<Entry> = {},
    options?: CallOptions,
  ): AsyncGenerator<Permission<Entry>, void, undefined> {
    checkQuery(query, [...filterNames, 'pageSize'], narrowing);
    const { limit, offset, pageSize } = query;
    for await (const rows of this.#table.pages({ ...rowsOf(query), limit, offset, pageSize }, decodePermission<Entry>, options))
      for (const row of rows) yield row;
  }

  /**
   * Reads one permission.
   *
   * Source: `GET /api/v4/permissions/{key}`
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  get(permission: number, options: RawCallOptions): Promise<unknown>;
  get<const Entry extends string = never>(
    permission: number,
    options?: CallOptions & { readonly fields?: readonly Entry[] },
  ): Promise<Permission<Entry>>;
  async get(permission: number, given?: ReadRowOptions): Promise<unknown> {
    const { fields, options } = splitFields(given);
    return this.#table.get(checkKey(permission), fieldList(permissionFields, fields), { decode: decodePermission, options });
  }

  /**
   * Allows something.
   *
   * Source: `POST /api/v4/permissions`
   * @throws {ConfigurationError} for a grant of nothing, and for a name that the system would silently drop.
   * @throws {ConflictError} when there is a permission for this identity, table and row: change that one.
   * @throws {HttpError}
   */
  grant(permission: GrantPermission, options: RawCallOptions): Promise<unknown>;
  grant(permission: GrantPermission, options?: ReadCallOptions): Promise<CreatedRow>;
  async grant(permission: GrantPermission, options?: ReadCallOptions): Promise<unknown> {
    const given = writeColumns('a permission', permission, { ...place, ...rights });
    if (given['identity'] === undefined || given['table'] === undefined) throw wrong('a permission names an identity and a table');
    if (!Object.values(given).includes(true)) throw wrong('a permission allows at least one of list, read, create, modify, delete');
    return this.#table.create({ row: 0, ...noRights, ...given }, decodeCreatedRow, options);
  }

  /**
   * Changes what a permission allows. Whose it is and where it holds cannot change.
   *
   * Source: `PUT /api/v4/permissions/{key}`
   * @throws {ConfigurationError} for anything but rights.
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  async update(permission: number, changes: Rights, options?: CallOptions): Promise<void> {
    return this.#table.update(checkKey(permission), writeChanges('a change of a permission', changes, rights), options);
  }

  /**
   * Takes a permission back.
   *
   * Source: `DELETE /api/v4/permissions/{key}`
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async revoke(permission: number, options?: CallOptions): Promise<void> {
    return this.#table.delete(checkKey(permission), options);
  }
}

function rowsOf({ identity, table, filter, fields }: PermissionsFilter<string>): Pick<RowsQuery, 'fields' | 'filter'> {
  const parts = [
    ...(identity === undefined ? [] : [eq('identity', checkKey(identity))]),
    ...(table === undefined ? [] : [eq('table', table)]),
    ...(filter === undefined ? [] : [toFilter(filter)]),
  ];
  return { fields: fieldList(permissionFields, fields), ...(parts.length === 0 ? {} : { filter: Filter.group('and', parts) }) };
}
