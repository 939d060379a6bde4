import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import { fieldList } from '../fields.ts';
import { eq } from '../filter/conditions.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { Filter } from '../filter/filter.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions, RowsQuery } from '../list-query.ts';
import { decodeMember, memberFields } from '../member.ts';
import type { Member } from '../member.ts';
import { decodeCreatedRow } from '../row-receipt.ts';
import type { CreatedRow } from '../row-receipt.ts';
import { refuseUnknown } from '../write-columns.ts';
import { checkKey, Table } from '../table.ts';
import type { AddMember, MemberRow } from '../types/member.ts';

/** Which memberships are meant; all of it must hold. */
export interface MembersFilter<Entry extends string = never> {
  /** The `$key` of the group. */
  readonly group?: number;
  readonly filter?: FilterInput<MemberRow>;
  /** What is read besides {@link Member}: further columns, or joins such as `parent_group#name as group_name`. They come in `columns`. */
  readonly fields?: readonly Entry[];
}

/** Which memberships are listed, and in which order. */
export interface MembersQuery<Entry extends string = never> extends MembersFilter<Entry>, ListRange {}

/** Which memberships are listed page by page, in ascending order of their keys. */
export interface AllMembersQuery<Entry extends string = never> extends MembersFilter<Entry>, PagingOptions {}

const filterNames = ['group', 'filter', 'fields', 'limit', 'offset'] as const;
const narrowing = ['group', 'filter'] as const;

/** Who is in which group. A membership cannot change: it is added and removed. */
export class MembersResource {
  readonly #table: Table;

  constructor(caller: Caller) {
    this.#table = new Table(caller, 'members');
  }

  /**
   * Reads memberships in one answer.
   *
   * Source: `GET /api/v4/members`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  list(query: MembersQuery<string> | undefined, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string = never>(query?: MembersQuery<Entry>, options?: ReadCallOptions): Promise<readonly Member<Entry>[]>;
  async list(query: MembersQuery<string> = {}, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, [...filterNames, 'sort'], narrowing);
    const { sort, limit, offset } = query;
    return this.#table.list({ ...rowsOf(query), sort, limit, offset }, { decode: decodeMember }, options);
  }

  /**
   * The same memberships one by one, in ascending order of their keys, read page by page.
   *
   * Source: `GET /api/v4/members`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string = never>(
    query: AllMembersQuery<Entry> = {},
    options?: CallOptions,
  ): AsyncGenerator<Member<Entry>, void, undefined> {
    checkQuery(query, [...filterNames, 'pageSize'], narrowing);
    const { limit, offset, pageSize } = query;
    for await (const rows of this.#table.pages({ ...rowsOf(query), limit, offset, pageSize }, decodeMember<Entry>, options))
      for (const row of rows) yield row;
  }

  /**
   * Adds a user or a group to a group.
   *
   * Source: `POST /api/v4/members`
   * @throws {ConflictError} when it is a member already.
   * @throws {MissingReferenceError} when there is no such group, or no such member.
   * @throws {HttpError}
   */
  add(member: AddMember, options: RawCallOptions): Promise<unknown>;
  add(member: AddMember, options?: ReadCallOptions): Promise<CreatedRow>;
  async add(given: AddMember, options?: ReadCallOptions): Promise<unknown> {
    refuseUnknown('a member', given, ['group', 'user', 'memberGroup']);
    const { group, user, memberGroup } = given;
    if ((user === undefined) === (memberGroup === undefined)) throw wrong('a member is either a user or a memberGroup');
    const member = user === undefined ? `/v4/groups/${checkKey(memberGroup ?? 0)}` : `/v4/users/${checkKey(user)}`;
    return this.#table.create({ parent_group: checkKey(group), member }, decodeCreatedRow, options);
  }

  /**
   * Ends a membership.
   *
   * Source: `DELETE /api/v4/members/{key}`
   * @param membership - `key` of a {@link Member}: of the membership, not of the user.
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async remove(membership: number, options?: CallOptions): Promise<void> {
    return this.#table.delete(checkKey(membership), options);
  }
}

function rowsOf({ group, filter, fields }: MembersFilter<string>): Pick<RowsQuery, 'fields' | 'filter'> {
  const parts = [
    ...(group === undefined ? [] : [eq('parent_group', checkKey(group))]),
    ...(filter === undefined ? [] : [toFilter(filter)]),
  ];
  return { fields: fieldList(memberFields, fields), ...(parts.length === 0 ? {} : { filter: Filter.group('and', parts) }) };
}
