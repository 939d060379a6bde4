import type { Secret } from '@keyrack/secret';

/** The columns of the table `users`: what filters can compare. */
export interface UserRow {
  readonly $key: number;
  readonly name: string;
  readonly displayname: string;
  readonly email: string;
  /** `normal`, `api` or `vdi`; `site_sync` and `site_user` are made by the system for other sites. */
  readonly type: string;
  readonly enabled: boolean;
  /** Unix seconds. */
  readonly created: number;
  /** Unix seconds; 0: never. */
  readonly last_login: number;
  readonly change_password: boolean;
  readonly physical_access: boolean;
  readonly two_factor_authentication: boolean;
  readonly two_factor_type: string;
  /** Unix seconds; 0: not locked. */
  readonly account_locked: number;
  readonly failed_attempts: number;
  readonly auth_source: number | null;
  readonly remote_name: string;
  /** What permissions refer to; it is not the `$key`. */
  readonly identity: number;
  readonly creator: string;
}

/** What is read of a user: its columns, and the name of where it logs in from. */
export interface UserColumns extends UserRow {
  readonly auth_source_name: string;
}

/** What a new user shall be. */
export interface CreateUser extends UpdateUser {
  /** 1 to 128 characters without a slash; sent in lower case, which is how the system keeps names. */
  readonly name: string;
  readonly password: string | Secret;
  /** @default 'normal' */
  readonly type?: 'normal' | 'api' | 'vdi';
}

/** What shall be different about a user. What is left out stays as it is. */
export interface UpdateUser {
  readonly password?: string | Secret;
  readonly displayName?: string;
  /** Kept in lower case. */
  readonly email?: string;
  /** @default true for a new user */
  readonly enabled?: boolean;
  /** Whether the user must choose another password at the next login. */
  readonly changePassword?: boolean;
  readonly physicalAccess?: boolean;
  readonly twoFactorAuthentication?: boolean;
  /** @default 'email' for a new user */
  readonly twoFactorType?: 'email' | 'authenticator';
  /** Public keys, one text each. */
  readonly sshKeys?: readonly string[];
}
