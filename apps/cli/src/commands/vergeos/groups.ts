import type { CreateGroup, UpdateGroup, VergeOSClient } from '@keyrack/vergeos';
import type { VergeOSInput, VergeOSMethod } from './method.ts';
import { groupIn, groupKey, numericKey, selector, userKey } from './selectors.ts';

/** The members of what is typed are checked by the client, each by its name. */
const bodyOf = <Body>({ body }: VergeOSInput): Body => ({ ...body }) as Body;
const target = (client: VergeOSClient, { ids: [group = ''] }: VergeOSInput): Promise<number> => groupKey(client, group);

/** What can be done with groups. */
export const groupMethods: readonly VergeOSMethod[] = [
  {
    words: 'groups list',
    kind: 'list',
    takes: ['filter'],
    list: ({ groups }, { filter, signal }) => groups.listAll(filter === undefined ? {} : { filter }, { signal }),
  },
  {
    words: 'groups get <group>',
    kind: 'read',
    takes: [],
    read: ({ groups }, { ids: [group = ''], signal }) => groups.get(selector(group), { signal }),
  },
  {
    words: 'groups create <name>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.groups.create({ ...bodyOf<CreateGroup>(input), name: input.ids[0] ?? '' }),
  },
  {
    words: 'groups update <group>',
    kind: 'change',
    takes: ['body'],
    prepare: async (client, input) => client.prepare.groups.update(await target(client, input), bodyOf<UpdateGroup>(input)),
  },
  {
    words: 'groups enable <group>',
    kind: 'change',
    takes: [],
    prepare: async (client, input) => client.prepare.groups.enable(await target(client, input)),
  },
  {
    words: 'groups disable <group>',
    kind: 'change',
    takes: [],
    prepare: async (client, input) => client.prepare.groups.disable(await target(client, input)),
  },
  {
    words: 'groups delete <group>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: async (client, input) => client.prepare.groups.delete(await target(client, input)),
  },
];

/** What can be done with memberships. A member is a user or, behind `group:`, a group. */
export const memberMethods: readonly VergeOSMethod[] = [
  {
    words: 'members list <group>',
    kind: 'list',
    takes: ['filter'],
    async *list(client, input) {
      const { filter, signal } = input;
      const group = await target(client, input);
      yield* client.members.listAll({ group, ...(filter === undefined ? {} : { filter }) }, { signal });
    },
  },
  {
    words: 'members add <group> <member>',
    kind: 'change',
    takes: [],
    async prepare(client, input) {
      const group = await target(client, input);
      const [, member = ''] = input.ids;
      const inner = groupIn(member);
      if (inner !== undefined) return client.prepare.members.add({ group, memberGroup: await groupKey(client, inner) });
      return client.prepare.members.add({ group, user: await userKey(client, member) });
    },
  },
  {
    words: 'members remove <membership>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: ({ prepare }, { ids: [membership = ''] }) => prepare.members.remove(numericKey(membership)),
  },
];
