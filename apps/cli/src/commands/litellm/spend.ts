import type { SpendDaysQuery, SpendRankingQuery } from '@keyrack/litellm';
import { UsageError } from '../../usage-error.ts';
import type { LiteLLMInput, LiteLLMMethod } from './method.ts';
import { oneByOne, queryOf } from './method.ts';

/** What was spent, by whom and on what. */
export const spendMethods: readonly LiteLLMMethod[] = [
  {
    words: 'spend keys',
    kind: 'list',
    takes: ['query'],
    list: ({ spend }, input) => oneByOne(spend.byKey(queryOf<SpendRankingQuery>(input), { signal: input.signal })),
  },
  {
    words: 'spend models',
    kind: 'list',
    takes: ['query'],
    list: ({ spend }, input) => oneByOne(spend.byModel(queryOf<SpendRankingQuery>(input), { signal: input.signal })),
  },
  {
    words: 'spend days',
    kind: 'list',
    takes: ['query'],
    list: ({ spend }, input) => {
      const query = wholeDays(input);
      // The proxy takes the last day for its first moment.
      const after = { ...query, end_date: dayAfter(query.end_date) };
      return oneByOne(spend.days(after, { signal: input.signal }).then((days) => days.filter(({ date }) => date <= query.end_date)));
    },
  },
  {
    words: 'spend logs',
    kind: 'list',
    takes: ['query'],
    list: ({ spend }, input) => spend.allLogs(wholeDays(input), { signal: input.signal }),
  },
];

function wholeDays(input: LiteLLMInput): SpendDaysQuery {
  const query = queryOf<Partial<SpendDaysQuery>>(input);
  const { start_date: start, end_date: end } = query;
  if (typeof start === 'string' && typeof end === 'string') return { ...query, start_date: start, end_date: end };
  throw new UsageError('From when to when?', 'Give --query start_date=2026-11-01 --query end_date=2026-11-30; both days are included.');
}

function dayAfter(date: string): string {
  const epochMs = Date.parse(`${date}T00:00:00Z`);
  // What is no day is told by the client.
  return Number.isNaN(epochMs) ? date : new Date(epochMs + 86_400_000).toISOString().slice(0, 10);
}
