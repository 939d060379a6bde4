import type { NewTeamCallback } from '@keyrack/litellm';
import type { LiteLLMMethod } from './method.ts';
import { bodyOf } from './method.ts';

/** Who hears of the calls of a team's keys. */
export const callbackMethods: readonly LiteLLMMethod[] = [
  {
    words: 'callbacks get <team>',
    kind: 'read',
    takes: [],
    read: ({ teamCallbacks }, { ids: [team = ''], signal }) => teamCallbacks.info(team, { signal }),
  },
  {
    words: 'callbacks add <team> <callback>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => {
      const [team = '', name = ''] = input.ids;
      return prepare.teamCallbacks.add(team, { callback_vars: {}, ...bodyOf<Partial<NewTeamCallback>>(input), callback_name: name });
    },
  },
  {
    words: 'callbacks remove <team> <callback>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: ({ prepare }, { ids: [team = '', name = ''] }) => prepare.teamCallbacks.remove(team, name),
  },
];
