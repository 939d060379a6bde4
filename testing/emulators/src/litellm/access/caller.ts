import type { KeyRow } from '../tables/key-row.ts';
import type { UserRow } from '../tables/user-row.ts';

/** The roles that a user can have. */
export type Role = 'proxy_admin' | 'proxy_admin_viewer' | 'internal_user' | 'internal_user_viewer';

/** Who calls. */
export interface Caller {
  readonly role: Role;
  /** The user behind the key; the master key's is `default_user_id`. */
  readonly userId: string | null;
  /** What the proxy writes down as the calling key: its hash, or a name for the master key. */
  readonly apiKey: string | null;
  /** The virtual key, unless it is the master key. */
  readonly key: KeyRow | null;
  /** The user's row, when there is one. */
  readonly user: UserRow | null;
}

/** The user that the master key acts as. */
export const masterUserId = 'default_user_id';

/** The name under which the master key is written down. */
export const masterKeyName = 'litellm_proxy_master_key';

/** The caller that has the master key. */
export const masterCaller: Caller = { role: 'proxy_admin', userId: masterUserId, apiKey: masterKeyName, key: null, user: null };

/** The caller of a public route. */
export const nobody: Caller = { role: 'internal_user_viewer', userId: null, apiKey: null, key: null, user: null };

/** Whether the caller may do everything. */
export function isAdmin({ role }: Caller): boolean {
  return role === 'proxy_admin';
}

/** Whether the caller may at least see everything. */
export function seesEverything({ role }: Caller): boolean {
  return role === 'proxy_admin' || role === 'proxy_admin_viewer';
}

/** Whether the key belongs to a team and to no user. */
export function isServiceAccount({ key }: Caller): boolean {
  return key !== null && key.user_id === null && key.team_id !== null && key.metadata.has('service_account_id');
}

/** The role that a user's row stands for: nothing and everything unknown is an internal user. */
export function roleOf(user: UserRow | null): Role {
  const role = user?.user_role;
  return role === 'proxy_admin' || role === 'proxy_admin_viewer' || role === 'internal_user_viewer' ? role : 'internal_user';
}
