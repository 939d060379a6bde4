import { JsonReader } from '@keyrack/http';
import type { Columns } from './fields.ts';
import { dateOf, readSeconds } from './instants.ts';
import { readKey, requiredKey } from './reference.ts';
import type { UserColumns } from './types/user.ts';

/** The fields that every user is read with. */
export const userFields = [
  '$key',
  'name',
  'displayname',
  'email',
  'type',
  'enabled',
  'created',
  'last_login',
  'change_password',
  'physical_access',
  'two_factor_authentication',
  'two_factor_type',
  'account_locked',
  'failed_attempts',
  'auth_source',
  'auth_source#name as auth_source_name',
  'remote_name',
  'identity',
  'creator',
] as const;

/** A person or a service that logs in. */
export interface User<Entry extends string = never> {
  /** The `$key`. */
  readonly key: number;
  readonly name: string;
  readonly displayName: string | null;
  readonly email: string | null;
  /** `normal`, `api` or `vdi`; `site_sync` and `site_user` are made by the system for other sites. */
  readonly type: string | null;
  readonly enabled: boolean | null;
  /** Unix seconds. */
  readonly created: number | null;
  readonly createdAt: Date | null;
  /** Unix seconds; null: never. */
  readonly lastLogin: number | null;
  readonly lastLoginAt: Date | null;
  /** Unix seconds; null: not locked. */
  readonly accountLocked: number | null;
  readonly accountLockedAt: Date | null;
  /** What permissions refer to; it is not the key. */
  readonly identity: number | null;
  /** The row as it came, with what was asked for in `fields`. */
  readonly columns: Columns<UserColumns, Entry>;
}

/** @throws {DecodeError} when the row tells not even which user it is. */
export function decodeUser<Entry extends string>(row: unknown, index?: number): User<Entry> {
  const reader = JsonReader.of(row, '', index);
  const created = readSeconds(reader.unknown('created'));
  const lastLogin = readSeconds(reader.unknown('last_login'));
  const accountLocked = readSeconds(reader.unknown('account_locked'));
  return {
    key: requiredKey(reader.unknown('$key'), index),
    name: reader.requiredText('name'),
    displayName: reader.text('displayname') ?? null,
    email: reader.text('email') ?? null,
    type: reader.text('type') ?? null,
    enabled: reader.boolean('enabled') ?? null,
    created,
    createdAt: dateOf(created),
    lastLogin,
    lastLoginAt: dateOf(lastLogin),
    accountLocked,
    accountLockedAt: dateOf(accountLocked),
    identity: readKey(reader.unknown('identity')),
    // It is an object, as the reader above has found.
    columns: row as Columns<UserColumns, Entry>,
  };
}
