import type { TableKind } from '../rows/rules.ts';
import { groups } from './groups.ts';
import { identities } from './identities.ts';
import { members } from './members.ts';
import { permissions } from './permissions.ts';
import { authSources, system, vms, vnets } from './plain-tables.ts';
import { userApiKeys } from './user-api-keys.ts';
import { users } from './users.ts';

/** Every table, by name. */
export const tableKinds = {
  user_api_keys: userApiKeys,
  users,
  groups,
  members,
  permissions,
  system,
  vms,
  vnets,
  auth_sources: authSources,
  identities,
} as const satisfies Readonly<Record<string, TableKind>>;

/** The name of a table that is emulated. */
export type TableName = keyof typeof tableKinds;

/** The names, in the order in which checkers see the tables. */
export const tableNames = Object.keys(tableKinds) as readonly TableName[]; // the object above has no others

/** Whether a table is emulated. */
export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tableKinds, name);
}
