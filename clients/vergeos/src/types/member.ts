/** The columns of the table `members`: what filters can compare. */
export interface MemberRow {
  readonly $key: number;
  /** The `$key` of the group. */
  readonly parent_group: number;
  /** `users/3` or `/v4/users/3`, as it was sent when it was added. */
  readonly member: string;
  readonly creator: string;
}

/** What is read of a membership: its columns, and the name of the member. */
export interface MemberColumns extends MemberRow {
  readonly member_display: string;
}

/** Who shall be in which group: a user, or another group; each by its `$key`. */
export type AddMember = { readonly group: number } & (
  | { readonly user: number; readonly memberGroup?: never }
  | { readonly memberGroup: number; readonly user?: never }
);
