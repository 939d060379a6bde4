import { NotKnownError } from '../../kit/not-known.ts';
import { flag, number, stamp, text } from '../rows/column.ts';
import { nameOf } from '../rows/reference.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { TableKind } from '../rows/rules.ts';
import { forgetOwner } from './identities.ts';
import { refuseControlCharacters } from './names.ts';

/** Groups of users and of other groups. */
export const groups: TableKind = {
  schema: {
    name: 'groups',
    columns: {
      name: text({ length: { from: 1, to: 128 } }),
      description: text(),
      enabled: flag(true),
      created: stamp(),
      email: text({ initial: '', lowerCase: true }),
      id: text(),
      identity: number({ access: 'read-only', initial: 0, refersTo: 'identities' }),
      system_group: flag(false, { access: 'read-only' }),
      creator: text({ initial: '', access: 'read-only' }),
    },
    shortFields: ['$key', 'name'],
    unique: [['name'], ['id']],
    display: nameOf,
    referredToBy: { members: { table: 'members', column: 'parent_group' } },
  },
  rules: {
    creating: (row, { server, caller }) => {
      refuseControlCharacters(row, 'name');
      return { ...row, created: server.nowSeconds, creator: textOf(caller.user, 'name'), identity: server.identities.nextForGroup };
    },
    created: (row, { server }) => {
      server.identities.give(numberOf(row, 'identity'), `groups/${row.$key}`);
      return {};
    },
    updating: (row) => {
      refuseControlCharacters(row, 'name');
      return row;
    },
    deleting: (row) => {
      if (row['system_group'] === true) throw new NotKnownError('how the deletion of a system group is answered');
    },
    deleted: (row, { server }) => forgetOwner(server, 'groups', row),
  },
};
