import type { Rights } from '@keyrack/vergeos';
import type { VergeOSInput, VergeOSMethod } from './method.ts';
import { identityOf, numericKey } from './selectors.ts';

/** The members of what is typed are checked by the client, each by its name. */
const rightsOf = ({ body }: VergeOSInput): Rights => ({ ...body });

/** What can be done with permissions. Whose they are is a user or, behind `group:`, a group. */
export const permissionMethods: readonly VergeOSMethod[] = [
  {
    words: 'permissions list',
    kind: 'list',
    takes: ['filter'],
    list: ({ permissions }, { filter, signal }) => permissions.listAll(filter === undefined ? {} : { filter }, { signal }),
  },
  {
    words: 'permissions list <who>',
    kind: 'list',
    takes: ['filter'],
    async *list(client, { ids: [who = ''], filter, signal }) {
      const identity = await identityOf(client, who);
      yield* client.permissions.listAll({ identity, ...(filter === undefined ? {} : { filter }) }, { signal });
    },
  },
  {
    words: 'permissions get <permission>',
    kind: 'read',
    takes: [],
    read: ({ permissions }, { ids: [permission = ''], signal }) => permissions.get(numericKey(permission), { signal }),
  },
  {
    words: 'permissions grant <who> <table>',
    kind: 'change',
    takes: ['body'],
    async prepare(client, input) {
      const [who = '', table = ''] = input.ids;
      return client.prepare.permissions.grant({ ...rightsOf(input), identity: await identityOf(client, who), table });
    },
  },
  {
    words: 'permissions update <permission>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.permissions.update(numericKey(input.ids[0] ?? ''), rightsOf(input)),
  },
  {
    words: 'permissions revoke <permission>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: ({ prepare }, { ids: [permission = ''] }) => prepare.permissions.revoke(numericKey(permission)),
  },
];
