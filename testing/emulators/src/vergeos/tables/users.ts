import { NotKnownError } from '../../kit/not-known.ts';
import { flag, number, stamp, text } from '../rows/column.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { TableKind, Write } from '../rows/rules.ts';
import { forgetOwner } from './identities.ts';
import { refuseControlCharacters } from './names.ts';
import { grant } from './permissions.ts';

/** People and services that log in. Permissions refer to `identity`, not to the key. */
export const users: TableKind = {
  schema: {
    name: 'users',
    columns: {
      name: text({ length: { from: 1, to: 128 }, without: /\//, changeNotKnown: true }),
      displayname: text(),
      email: text({ initial: '', lowerCase: true }),
      type: text({ initial: 'normal', oneOf: ['normal', 'api', 'vdi', 'site_sync', 'site_user'], changeNotKnown: true }),
      enabled: flag(true),
      created: stamp(),
      last_login: stamp(),
      password: text({ initial: '', access: 'write-only' }),
      change_password: flag(false),
      physical_access: flag(false),
      two_factor_authentication: flag(false),
      two_factor_type: text({ initial: 'email', oneOf: ['email', 'authenticator'] }),
      two_factor_setup_next_login: flag(false),
      account_locked: stamp(),
      failed_attempts: number({ access: 'read-only', initial: 0 }),
      auth_source: number({ initial: null, refersTo: 'auth_sources' }),
      remote_name: text(),
      ssh_keys: text(),
      identity: number({ access: 'read-only', initial: 0, refersTo: 'identities' }),
      creator: text({ initial: '', access: 'read-only' }),
    },
    shortFields: ['$key', 'name'],
    unique: [['name']],
    display: (row) => textOf(row, 'displayname') || textOf(row, 'name'),
  },
  rules: {
    creating: (row, { server, caller }) => {
      const name = textOf(row, 'name');
      refuseControlCharacters(row, 'name');
      if (name !== name.toLowerCase()) throw new NotKnownError('how a user name with capitals is stored');
      if (textOf(row, 'password') === '') throw new NotKnownError('whether a user may have an empty password');
      return { ...row, created: server.nowSeconds, creator: textOf(caller.user, 'name'), identity: server.identities.next };
    },
    created: (row, { server }) => {
      const identity = numberOf(row, 'identity');
      server.identities.give(identity, `users/${row.$key}`);
      // What the documentation says every new user may do: look at everything, and change what is its own.
      const read = row['type'] !== 'vdi';
      grant(server, { identity, table: '/', row: 0, list: true, read });
      grant(server, { identity, table: 'users', row: row.$key, list: true, read: true, modify: true });
      return {};
    },
    updating: (row) => {
      if (textOf(row, 'password') === '') throw new NotKnownError('whether a user may have an empty password');
      return row;
    },
    deleting: (row, write) => {
      if (row.$key === 1) throw new NotKnownError('how the deletion of the first user is refused');
      if (row.$key === write.caller.user.$key) throw new NotKnownError('whether a user may delete itself');
      if (hasKeys(row.$key, write)) throw new NotKnownError('what becomes of the keys of a deleted user');
    },
    deleted: (row, { server }) => forgetOwner(server, 'users', row),
  },
};

function hasKeys(user: number, { server }: Write): boolean {
  for (const key of server.rows('user_api_keys').rows()) if (key['user'] === user) return true;
  return false;
}
