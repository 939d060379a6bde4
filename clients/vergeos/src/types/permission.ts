/** What a permission can allow. */
export interface Rights {
  /** To see rows in lists. */
  readonly list?: boolean;
  readonly read?: boolean;
  readonly create?: boolean;
  readonly modify?: boolean;
  readonly delete?: boolean;
}

/** The columns of the table `permissions`: what filters can compare. */
export interface PermissionRow extends Required<Rights> {
  readonly $key: number;
  /** Whose it is: the `identity` of a user or a group, not its `$key`. */
  readonly identity: number;
  /** A table; `/`: everything. */
  readonly table: string;
  /** The `$key` of one row; 0: all of them. */
  readonly row: number;
  readonly rowdisplay: string;
}

/** What is read of a permission: its columns, and the name of whose it is. */
export interface PermissionColumns extends PermissionRow {
  readonly identity_display: string;
}

/** What shall be allowed, to whom and where. Rights that are left out are not given. */
export interface GrantPermission extends Rights {
  /** The `identity` of a user or a group, not its `$key`. */
  readonly identity: number;
  /** A table; `/`: everything. */
  readonly table: string;
  /**
   * The `$key` of one row; 0: all of them.
   * @default 0
   */
  readonly row?: number;
}
