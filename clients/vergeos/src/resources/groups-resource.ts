import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import { fieldList } from '../fields.ts';
import { eq } from '../filter/conditions.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { Filter } from '../filter/filter.ts';
import { decodeGroup, groupFields } from '../group.ts';
import type { Group } from '../group.ts';
import { splitFields } from '../read-options.ts';
import type { ReadRowOptions } from '../read-options.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions, RowsQuery } from '../list-query.ts';
import { decodeCreatedRow } from '../row-receipt.ts';
import type { CreatedRow } from '../row-receipt.ts';
import { checkKey, Table } from '../table.ts';
import type { CreateGroup, GroupRow, UpdateGroup } from '../types/group.ts';
import { flag, lowerCaseText, text, writeChanges, writeColumns } from '../write-columns.ts';

/** Which groups are meant; all of it must hold. */
export interface GroupsFilter<Entry extends string = never> {
  /** The group of exactly this name. */
  readonly name?: string;
  readonly filter?: FilterInput<GroupRow>;
  /** What is read besides {@link Group}: further columns, or joins such as `identity#owner as owner`. They come in `columns`. */
  readonly fields?: readonly Entry[];
}

/** Which groups are listed, and in which order. */
export interface GroupsQuery<Entry extends string = never> extends GroupsFilter<Entry>, ListRange {}

/** Which groups are listed page by page, in ascending order of their keys. */
export interface AllGroupsQuery<Entry extends string = never> extends GroupsFilter<Entry>, PagingOptions {}

/** One group: its `$key`, or its name. */
export type GroupSelector = number | { readonly name: string };

const filterNames = ['name', 'filter', 'fields', 'limit', 'offset'] as const;
const narrowing = ['name', 'filter'] as const;
const columns = {
  name: text('name', { least: 1, most: 128 }),
  description: text('description'),
  email: lowerCaseText('email'),
  identifier: text('id'),
  enabled: flag('enabled'),
};

/** The groups of a system. Whoever is in one has its rights. */
export class GroupsResource {
  readonly #table: Table;

  constructor(caller: Caller) {
    this.#table = new Table(caller, 'groups');
  }

  /**
   * Reads groups in one answer.
   *
   * Source: `GET /api/v4/groups`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  list(query: GroupsQuery<string> | undefined, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string = never>(query?: GroupsQuery<Entry>, options?: ReadCallOptions): Promise<readonly Group<Entry>[]>;
  async list(query: GroupsQuery<string> = {}, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, [...filterNames, 'sort'], narrowing);
    const { sort, limit, offset } = query;
    return this.#table.list({ ...rowsOf(query), sort, limit, offset }, { decode: decodeGroup }, options);
  }

  /**
   * The same groups one by one, in ascending order of their keys, read page by page.
   *
   * Source: `GET /api/v4/groups`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string = never>(
    query: AllGroupsQuery<Entry> = {},
    options?: CallOptions,
  ): AsyncGenerator<Group<Entry>, void, undefined> {
    checkQuery(query, [...filterNames, 'pageSize'], narrowing);
    const { limit, offset, pageSize } = query;
    for await (const rows of this.#table.pages({ ...rowsOf(query), limit, offset, pageSize }, decodeGroup<Entry>, options))
      for (const row of rows) yield row;
  }

  /**
   * Reads one group. Names are compared exactly, here and not only by the system.
   *
   * Source: `GET /api/v4/groups/{key}`, `GET /api/v4/groups`
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  get(group: number, options: RawCallOptions): Promise<unknown>;
  get<const Entry extends string = never>(
    group: GroupSelector,
    options?: CallOptions & { readonly fields?: readonly Entry[] },
  ): Promise<Group<Entry>>;
  async get(group: GroupSelector, given?: ReadRowOptions): Promise<unknown> {
    const { fields, options } = splitFields(given);
    const asked = fieldList(groupFields, fields);
    if (typeof group === 'number') return this.#table.get(checkKey(group), asked, { decode: decodeGroup, options });
    if (typeof group?.name !== 'string' || group.name === '') throw wrong('a group is named by its key, a whole number, or by { name }');
    const isMeant = ({ name }: Group<string>): boolean => name === group.name;
    const rows = { fields: asked, filter: eq('name', group.name) };
    return this.#table.find(rows, { what: 'group of this name', decode: decodeGroup<string>, isMeant }, options);
  }

  /**
   * Makes a group. On the systems known so far, one that is made after another was deleted takes over its identity, and cannot
   * have members: make another one then.
   *
   * Source: `POST /api/v4/groups`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {ConflictError} when the name is taken.
   * @throws {HttpError}
   */
  create(group: CreateGroup, options: RawCallOptions): Promise<unknown>;
  create(group: CreateGroup, options?: ReadCallOptions): Promise<CreatedRow>;
  async create(group: CreateGroup, options?: ReadCallOptions): Promise<unknown> {
    const body = writeColumns('a group', group, columns);
    if (group.name === undefined) throw wrong('a new group needs a name');
    return this.#table.create({ enabled: true, ...body }, decodeCreatedRow, options);
  }

  /**
   * Changes a group: what is given, and nothing else.
   *
   * Source: `PUT /api/v4/groups/{key}`
   * @throws {ConfigurationError} for a value that the system would refuse or silently drop.
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  async update(group: number, changes: UpdateGroup, options?: CallOptions): Promise<void> {
    return this.#table.update(checkKey(group), writeChanges('a group', changes, columns), options);
  }

  /** Lets its members have its rights again. Source: `PUT /api/v4/groups/{key}` @throws {NotFoundError} @throws {HttpError} */
  enable(group: number, options?: CallOptions): Promise<void> {
    return this.update(group, { enabled: true }, options);
  }

  /** Takes its rights from its members until {@link enable}. Source: `PUT /api/v4/groups/{key}` @throws {NotFoundError} @throws {HttpError} */
  disable(group: number, options?: CallOptions): Promise<void> {
    return this.update(group, { enabled: false }, options);
  }

  /**
   * Deletes a group, its memberships and its permissions.
   *
   * Source: `DELETE /api/v4/groups/{key}`
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async delete(group: number, options?: CallOptions): Promise<void> {
    return this.#table.delete(checkKey(group), options);
  }
}

function rowsOf({ name, filter, fields }: GroupsFilter<string>): Pick<RowsQuery, 'fields' | 'filter'> {
  const parts = [...(name === undefined ? [] : [eq('name', name)]), ...(filter === undefined ? [] : [toFilter(filter)])];
  return { fields: fieldList(groupFields, fields), ...(parts.length === 0 ? {} : { filter: Filter.group('and', parts) }) };
}
