import type { CreateUser, UpdateUser, UserFilter } from '@keyrack/litellm';
import type { LiteLLMMethod } from './method.ts';
import { bodyOf, queryOf } from './method.ts';

/** What can be done with users. */
export const userMethods: readonly LiteLLMMethod[] = [
  {
    words: 'users list',
    kind: 'list',
    takes: ['query'],
    list: ({ users }, input) => users.listAll(queryOf<UserFilter>(input), { signal: input.signal }),
  },
  {
    words: 'users get <user>',
    kind: 'read',
    takes: [],
    read: ({ users }, { ids: [user = ''], signal }) => users.info(user, { signal }),
  },
  {
    words: 'users create <user>',
    kind: 'change',
    takes: ['body'],
    // A key that the proxy made along with it would be none of the rack's.
    prepare: ({ prepare }, input) =>
      prepare.users.create({ auto_create_key: false, ...bodyOf<CreateUser>(input), user_id: input.ids[0] ?? '' }),
  },
  {
    words: 'users update <user>',
    kind: 'change',
    takes: ['body'],
    prepare: async ({ prepare, users }, input) => {
      const [user = ''] = input.ids;
      // The proxy would make a user that is not there.
      await users.info(user, { signal: input.signal });
      return prepare.users.update(user, bodyOf<UpdateUser>(input));
    },
  },
  {
    words: 'users delete <user>',
    kind: 'change',
    takes: [],
    isFinal: true,
    keysLost: async ({ users }, { ids: [user = ''], signal }) => ({
      whose: `the user "${user}"`,
      count: (await users.info(user, { signal })).keys.length,
    }),
    prepare: ({ prepare }, { ids: [user = ''] }) => prepare.users.delete([user]),
  },
];
