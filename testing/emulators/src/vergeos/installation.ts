import type { Row } from './rows/row.ts';
import { initialRow } from './rows/input.ts';
import type { TableName } from './tables/index.ts';
import { tableKinds } from './tables/index.ts';
import { grant } from './tables/permissions.ts';
import type { VergeOSServer } from './vergeos-server.ts';

const everything = { table: '/', row: 0, list: true, read: true, create: true, modify: true, delete: true } as const;

/** Fills a new installation: the system's row, its first user with one API key, and the group of its administrators. */
export function install(server: VergeOSServer): { readonly userKey: number; readonly apiKey: number } {
  const { username, password, version, cloudName } = server.settings;
  const created = server.nowSeconds;
  const add = (name: TableName, values: Readonly<Record<string, Row[string]>>): number => {
    const table = server.rows(name);
    const row = initialRow(tableKinds[name].schema, table.nextKey, values);
    table.add(row);
    return row.$key;
  };
  add('system', { yb_version: version, os_version: version, cloud_name: cloudName });
  const userIdentity = server.identities.next;
  const userKey = add('users', { name: username, displayname: '', password, created, identity: userIdentity });
  server.identities.give(userIdentity, `users/${userKey}`);
  grant(server, { ...everything, identity: userIdentity });
  grant(server, { identity: userIdentity, table: 'users', row: userKey, list: true, read: true, modify: true });
  const groupIdentity = server.identities.next;
  const groupKey = add('groups', { name: 'Administrators', created, identity: groupIdentity, system_group: true, creator: username });
  server.identities.give(groupIdentity, `groups/${groupKey}`);
  grant(server, { ...everything, identity: groupIdentity });
  add('members', { parent_group: groupKey, member: `users/${userKey}`, creator: username });
  const apiKey = add('user_api_keys', { user: userKey, name: 'emulator', created, expires_type: 'never' });
  return { userKey, apiKey };
}
