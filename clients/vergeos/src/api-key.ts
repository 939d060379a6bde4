import type { CallOptions } from '@keyrack/http';
import { JsonReader } from '@keyrack/http';
import { readAddressList } from './address-list.ts';
import type { Columns } from './fields.ts';
import { dateOf, readSeconds } from './instants.ts';
import { requiredKey, requiredReference } from './reference.ts';
import type { ApiKeyColumns } from './types/user-api-key.ts';

/** What a key needs beside its row. */
export interface ApiKeyContext {
  readonly nowMs: () => number;
  readonly remove: (key: number, options?: CallOptions) => Promise<void>;
}

/** The fields that every key is read with. */
export const apiKeyFields = [
  '$key',
  'user',
  'user#name as user_name',
  'name',
  'description',
  'created',
  'expires',
  'lastlogin_stamp',
  'lastlogin_ip',
  'ip_allow_list',
  'ip_deny_list',
] as const;

const userColumn = { name: 'user', table: 'users' } as const;

/** An API key as it was read: metadata, never its secret. */
export class ApiKey<Entry extends string = never> {
  /** The `$key`. */
  readonly key: number;
  readonly name: string;
  /** The `$key` of the user whose rights it has. */
  readonly userKey: number;
  /** Null when the user cannot be seen, or is no more. */
  readonly userName: string | null;
  readonly description: string | null;
  /** Unix seconds. */
  readonly created: number | null;
  readonly createdAt: Date | null;
  /** Unix seconds; null: never. */
  readonly expires: number | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** Unix seconds; null: never used. */
  readonly lastLogin: number | null;
  /** Null: never used. */
  readonly lastLoginAt: Date | null;
  readonly lastLoginIp: string | null;
  /** Where there are any, other addresses may not use it. */
  readonly ipAllowList: readonly string[];
  readonly ipDenyList: readonly string[];
  /** The row as it came, with what was asked for in `fields`. */
  readonly columns: Columns<ApiKeyColumns, Entry>;
  readonly #context: ApiKeyContext;

  /**
   * @param index - where the row stands in its list.
   * @throws {DecodeError} when it tells not even which key it is and whose.
   */
  constructor(row: unknown, context: ApiKeyContext, index?: number) {
    const reader = JsonReader.of(row, '', index);
    // It is an object, as the reader has found. Lists of keys are long, and columns by their own names are read three times as fast.
    const columns = row as Readonly<Record<keyof ApiKeyColumns, unknown>>;
    this.key = requiredKey(columns.$key, index);
    this.name = reader.requiredText('name');
    this.userKey = requiredReference(userColumn, columns.user, index);
    this.userName = textOf(columns.user_name);
    this.description = textOf(columns.description);
    this.created = readSeconds(columns.created);
    this.createdAt = dateOf(this.created);
    this.expires = readSeconds(columns.expires);
    this.expiresAt = dateOf(this.expires);
    this.lastLogin = readSeconds(columns.lastlogin_stamp);
    this.lastLoginAt = dateOf(this.lastLogin);
    this.lastLoginIp = textOf(columns.lastlogin_ip) || null;
    this.ipAllowList = readAddressList(columns.ip_allow_list);
    this.ipDenyList = readAddressList(columns.ip_deny_list);
    this.columns = row as Columns<ApiKeyColumns, Entry>;
    this.#context = context;
  }

  /** Whether it has ended, by the clock of this client. */
  get isExpired(): boolean {
    return this.expires !== null && this.expires * 1_000 <= this.#context.nowMs();
  }

  /**
   * Ends the key.
   *
   * Source: `DELETE /api/v4/user_api_keys/{key}`
   * @throws {NotFoundError} when it was gone already.
   * @throws {HttpError}
   */
  delete(options?: CallOptions): Promise<void> {
    return this.#context.remove(this.key, options);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
