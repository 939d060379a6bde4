import { NotKnownError } from '../../kit/not-known.ts';
import { failedValidation, missingReference } from '../api-error.ts';
import { number, text } from '../rows/column.ts';
import { follow, parseReference } from '../rows/reference.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { TableKind } from '../rows/rules.ts';
import { isReferenceTo } from './member-reference.ts';

/** Who is in which group. `member` is stored in the form in which it was sent: `users/3` or `/v4/users/3`. */
export const members: TableKind = {
  schema: {
    name: 'members',
    columns: {
      parent_group: number({ access: 'at-creation', refersTo: 'groups' }),
      member: text({ access: 'at-creation', refersTo: '*' }),
      creator: text({ initial: '', access: 'read-only' }),
    },
    shortFields: ['$key'],
    unique: [['parent_group', 'member']],
    display: (row) => textOf(row, 'member'),
  },
  rules: {
    creating: (row, { server, caller }) => {
      const member = textOf(row, 'member');
      const group = numberOf(row, 'parent_group');
      const reference = parseReference(member);
      if (reference === undefined || !['users', 'groups'].includes(reference.table)) {
        throw new NotKnownError('how a member is answered that is written neither as users/3 nor as groups/3, with or without /v4/');
      }
      if (follow(server, '*', member) === undefined) throw missingReference('member');
      if (isReferenceTo(member, 'groups', group)) throw new NotKnownError('whether a group may be a member of itself');
      for (const other of server.rows('members').rows()) {
        const same = other['parent_group'] === group && isReferenceTo(textOf(other, 'member'), reference.table, reference.key);
        if (same && other['member'] !== member) {
          throw new NotKnownError('whether a member may be added a second time with its reference written in the other form');
        }
      }
      const identity = numberOf(server.rows('groups').get(group) ?? row, 'identity');
      if (server.identities.wasTakenOver(identity)) throw failedValidation('parent_group');
      return { ...row, creator: textOf(caller.user, 'name') };
    },
  },
};
