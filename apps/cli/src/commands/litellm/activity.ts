import type { ActivityDay, ActivityQuery, KeyActivity } from '@keyrack/litellm';
import { UsageError } from '../../usage-error.ts';
import type { LiteLLMInput, LiteLLMMethod } from './method.ts';
import { queryOf } from './method.ts';

/** What calls of models came to. */
export const activityMethods: readonly LiteLLMMethod[] = [
  {
    words: 'activity days',
    kind: 'list',
    takes: ['query'],
    list: ({ activity }, input) => flat(activity.allDays(asked(input), { signal: input.signal }), dayRow),
  },
  {
    words: 'activity keys',
    kind: 'list',
    takes: ['query'],
    list: ({ activity }, input) => flat(activity.allKeys(asked(input), { signal: input.signal }), keyRow),
  },
];

/** Of users unless teams are named; the client checks the rest. */
function asked(input: LiteLLMInput): ActivityQuery {
  const { start_date: start, end_date: end, ...named } = queryOf<Readonly<Record<string, unknown>>>(input);
  if (typeof start !== 'string' || typeof end !== 'string') {
    throw new UsageError('From when to when?', 'Give --query start_date=2026-11-01 --query end_date=2026-11-30; both days are included.');
  }
  const lists = Object.fromEntries(['team_ids', 'exclude_team_ids'].flatMap((name) => listOf(name, named[name])));
  return { of: 'user', ...named, ...lists, start_date: start, end_date: end } as ActivityQuery; // names and values are the client's to check
}

/** One name alone is a list too. */
function listOf(name: string, value: unknown): readonly (readonly [string, readonly unknown[]])[] {
  if (value === undefined) return [];
  return [[name, Array.isArray(value) ? value : [value]]];
}

function dayRow({ date, metrics }: ActivityDay): object {
  return { date, ...metrics };
}

function keyRow({ api_key: key, metrics, metadata }: KeyActivity): object {
  return { api_key: key, ...metadata, ...metrics };
}

async function* flat<Item>(items: AsyncIterable<Item>, row: (item: Item) => object): AsyncIterable<object> {
  for await (const item of items) yield row(item);
}
