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
