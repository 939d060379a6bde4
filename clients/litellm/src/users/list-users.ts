import { DecodeError } from '@keyrack/http';
import type { ItemPage, PagePlace } from '../paging/every-item.ts';
import { instantRank } from '../paging/instant-rank.ts';
import { inOrder } from '../paging/ordered.ts';
import { checkParameters, oneOf, text, texts, wholeNumber } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readList, readObject } from '../values/reading.ts';
import { anyRoles, decodeUser } from './user.ts';
import type { AnyRole, User } from './user.ts';

/** Which users a list shows; all that is given must hold. */
export interface UserFilter {
  readonly role?: AnyRole;
  /** Exact, but for a single one: that may be a part. */
  readonly user_ids?: readonly string[];
  readonly sso_user_ids?: readonly string[];
  /** A part of the address, in any case. */
  readonly user_email?: string;
  /** A part of the id or of the address, in any case. */
  readonly search?: string;
  /** Members of this team. */
  readonly team?: string;
  readonly organization_ids?: readonly string[];
}

/** One page of users. */
export interface UserQuery extends UserFilter {
  /** From 1. @default 1 */
  readonly page?: number;
  /** 1 to 100. @default 25 */
  readonly page_size?: number;
  /** @default newest first */
  readonly sort_by?: 'user_id' | 'user_email' | 'created_at' | 'spend' | 'user_alias' | 'user_role';
  /** @default 'asc' */
  readonly sort_order?: 'asc' | 'desc';
}

/** A page of users. */
export interface UserPage {
  readonly users: readonly User[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
}

const queryChecks: Checks<UserQuery> = {
  role: oneOf(...anyRoles),
  user_ids: texts,
  sso_user_ids: texts,
  user_email: text,
  search: text,
  team: text,
  organization_ids: texts,
  page: wholeNumber,
  page_size: wholeNumber,
  sort_by: oneOf('user_id', 'user_email', 'created_at', 'spend', 'user_alias', 'user_role'),
  sort_order: oneOf('asc', 'desc'),
};

/** A query as it is sent: the proxy takes lists as one text with commas. @throws {ConfigurationError} */
export function userQuery(query: UserQuery): Readonly<Record<string, string | number>> {
  const checked = checkParameters('a list of users', query, queryChecks);
  return Object.fromEntries(
    // Each of these is a text, a number or a list of texts.
    Object.entries(checked).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value as string | number)]),
  );
}

/** @throws {DecodeError} */
export function decodeUserPage(body: unknown): UserPage {
  const fields = readObject(body, '');
  const { total, page } = fields;
  if (typeof total !== 'number') throw new DecodeError('total', 'a number');
  if (typeof page !== 'number') throw new DecodeError('page', 'a number');
  const users = readList(fields['users'], 'users').map((user, index) => decodeUser(user, `users[${index}]`));
  return { users, total, page, page_size: readCount(fields['page_size']), total_pages: readCount(fields['total_pages']) };
}

/** The page that was asked for, in ascending order of creation. @throws {DecodeError} */
export function decodeUsersAt(body: unknown, place: PagePlace): ItemPage<User> {
  const { users, total, page } = decodeUserPage(body);
  if (page !== place.page) throw new DecodeError('page', `${place.page}, which was asked for`);
  return { items: inOrder(users, 'users', rankOfUser), total };
}

/** The place of a user in a list that is read in ascending order of creation. */
export function rankOfUser({ created_at: createdAt }: User): string {
  return instantRank(createdAt);
}
