import type { AddressLists } from '../address-list.ts';
import type { ExpiryOptions } from '../expiry.ts';

/** The columns of the table `user_api_keys`: what filters can compare. */
export interface UserApiKeyRow {
  readonly $key: number;
  /** The `$key` of the user. */
  readonly user: number;
  readonly name: string;
  readonly description: string;
  /** Unix seconds. */
  readonly created: number;
  /** Unix seconds; 0: never. */
  readonly expires: number;
  readonly expires_type: 'never' | 'date';
  /** Unix seconds; 0: never used. */
  readonly lastlogin_stamp: number;
  readonly lastlogin_ip: string;
  /** Addresses and ranges, joined by commas. */
  readonly ip_allow_list: string;
  readonly ip_deny_list: string;
}

/** What is read of a key: its columns, and the name of its user. */
export interface ApiKeyColumns extends Omit<UserApiKeyRow, 'expires_type'> {
  readonly user_name: string;
}

/** A user of whom nothing needs to be looked up. */
export interface KeyOwner {
  readonly key: number;
  readonly name: string | null;
}

/** What a new key shall be. */
export interface CreateApiKey extends ExpiryOptions, AddressLists {
  /**
   * The user whose rights the key has: its `$key`, or its name. Either is looked up first, for the name or the key that is
   * missing; a {@link User}, or anything with both, is taken as it is.
   */
  readonly user: number | string | KeyOwner;
  /** 1 to 128 characters; unique among the keys of the user. */
  readonly name: string;
  /** At most 2048 characters. @default '' */
  readonly description?: string;
}

/** What shall be different about a key. What is left out stays as it is; the secret can never change. */
export interface UpdateApiKey extends ExpiryOptions, AddressLists {
  readonly name?: string;
  readonly description?: string;
}
