import type { AddTeamMembers, CreateTeam, ResetMemberSpend, TeamFilter, UpdateTeam, UpdateTeamMember } from '@keyrack/litellm';
import type { LiteLLMInput, LiteLLMMethod } from './method.ts';
import { bodyOf, queryOf } from './method.ts';

/** What can be done with teams. */
export const teamMethods: readonly LiteLLMMethod[] = [
  {
    words: 'teams list',
    kind: 'list',
    takes: ['query'],
    list: ({ teams }, input) => teams.listAll(queryOf<TeamFilter>(input), { signal: input.signal }),
  },
  {
    words: 'teams get <team>',
    kind: 'read',
    takes: [],
    read: ({ teams }, { ids: [team = ''], signal }) => teams.info(team, {}, { signal }),
  },
  {
    words: 'teams create <team>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.teams.create({ ...bodyOf<CreateTeam>(input), team_id: input.ids[0] ?? '' }),
  },
  {
    words: 'teams update <team>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.teams.update(input.ids[0] ?? '', bodyOf<UpdateTeam>(input)),
  },
  {
    words: 'teams patch <team>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.teams.patch(input.ids[0] ?? '', bodyOf<UpdateTeam>(input)),
  },
  {
    words: 'teams block <team>',
    kind: 'change',
    takes: [],
    prepare: ({ prepare }, { ids: [team = ''] }) => prepare.teams.block(team),
  },
  {
    words: 'teams unblock <team>',
    kind: 'change',
    takes: [],
    prepare: ({ prepare }, { ids: [team = ''] }) => prepare.teams.unblock(team),
  },
  {
    words: 'teams delete <team>',
    kind: 'change',
    takes: [],
    isFinal: true,
    keysLost: async ({ teams }, { ids: [team = ''], signal }) => ({
      whose: `the team "${team}"`,
      count: (await teams.info(team, {}, { signal })).keys.length,
    }),
    prepare: ({ prepare }, { ids: [team = ''] }) => prepare.teams.delete([team]),
  },
];

/** What can be done with members of teams. */
export const memberMethods: readonly LiteLLMMethod[] = [
  {
    words: 'members add <team> <user>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => {
      const { role = 'user', ...terms } = bodyOf<Omit<AddTeamMembers, 'member'> & { readonly role?: 'admin' | 'user' }>(input);
      return prepare.teams.addMembers(input.ids[0] ?? '', { ...terms, member: { user_id: userOf(input), role } });
    },
  },
  {
    words: 'members update <team> <user>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) =>
      prepare.teams.updateMember(input.ids[0] ?? '', { ...bodyOf<UpdateTeamMember>(input), user_id: userOf(input) }),
  },
  {
    words: 'members reset-spend <team> <user>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) =>
      prepare.teams.resetMemberSpend(input.ids[0] ?? '', { ...bodyOf<ResetMemberSpend>(input), user_id: userOf(input) }),
  },
  {
    words: 'members reset-budget <team> <user>',
    kind: 'change',
    takes: [],
    prepare: ({ prepare }, input) => prepare.teams.resetMemberBudget(input.ids[0] ?? '', userOf(input)),
  },
  {
    words: 'members remove <team> <user>',
    kind: 'change',
    takes: [],
    isFinal: true,
    keysLost: async ({ teams }, input) => {
      const { keys } = await teams.info(input.ids[0] ?? '', {}, { signal: input.signal });
      const user = userOf(input);
      return { whose: `the user "${user}" in this team`, count: keys.filter(({ user_id: owner }) => owner === user).length };
    },
    prepare: ({ prepare }, input) => prepare.teams.removeMember(input.ids[0] ?? '', { user_id: userOf(input) }),
  },
];

function userOf({ ids }: LiteLLMInput): string {
  return ids[1] ?? '';
}
