/** The columns of the table `groups`: what filters can compare. */
export interface GroupRow {
  readonly $key: number;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Unix seconds. */
  readonly created: number;
  readonly email: string;
  /** What another directory calls it. */
  readonly id: string;
  /** What permissions refer to; it is not the `$key`. */
  readonly identity: number;
  readonly system_group: boolean;
  readonly creator: string;
}

/** What is read of a group: its columns, and how many members it has. */
export interface GroupColumns extends GroupRow {
  readonly member_count: number;
}

/** What a new group shall be. */
export interface CreateGroup extends UpdateGroup {
  /** 1 to 128 characters; unique. */
  readonly name: string;
}

/** What shall be different about a group. What is left out stays as it is. */
export interface UpdateGroup {
  readonly name?: string;
  readonly description?: string;
  /** Kept in lower case. */
  readonly email?: string;
  /** What another directory calls it: the column `id`. */
  readonly identifier?: string;
  /** @default true for a new group */
  readonly enabled?: boolean;
}
