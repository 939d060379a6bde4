import { randomBytes } from 'node:crypto';
import type { CreateUser, UpdateUser, VergeOSClient } from '@keyrack/vergeos';
import { Secret } from '@keyrack/secret';
import type { VergeOSInput, VergeOSMethod } from './method.ts';
import { selector, userKey } from './selectors.ts';

/** The members of what is typed are checked by the client, each by its name. */
const bodyOf = <Body>({ body }: VergeOSInput): Body => ({ ...body }) as Body;
const target = (client: VergeOSClient, { ids: [user = ''] }: VergeOSInput): Promise<number> => userKey(client, user);

/** What can be done with users. */
export const userMethods: readonly VergeOSMethod[] = [
  {
    words: 'users list',
    kind: 'list',
    takes: ['filter'],
    list: ({ users }, { filter, signal }) => users.listAll(filter === undefined ? {} : { filter }, { signal }),
  },
  {
    words: 'users get <user>',
    kind: 'read',
    takes: [],
    read: ({ users }, { ids: [user = ''], signal }) => users.get(selector(user), { signal }),
  },
  {
    words: 'users create <name>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => {
      // Who owns API keys only never logs in: without a password of its own it gets one that nobody knows.
      const password = new Secret(randomBytes(24).toString('base64url'));
      return prepare.users.create({ password, ...bodyOf<Partial<CreateUser>>(input), name: input.ids[0] ?? '' });
    },
  },
  {
    words: 'users update <user>',
    kind: 'change',
    takes: ['body'],
    prepare: async (client, input) => client.prepare.users.update(await target(client, input), bodyOf<UpdateUser>(input)),
  },
  {
    words: 'users enable <user>',
    kind: 'change',
    takes: [],
    prepare: async (client, input) => client.prepare.users.enable(await target(client, input)),
  },
  {
    words: 'users disable <user>',
    kind: 'change',
    takes: [],
    prepare: async (client, input) => client.prepare.users.disable(await target(client, input)),
  },
  {
    words: 'users delete <user>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: async (client, input) => client.prepare.users.delete(await target(client, input)),
  },
];
