import type { LiteLLMRequest } from '../caller.ts';
import { tokenOf } from '../keys/key-hash.ts';
import type { KeyReference } from '../keys/key-hash.ts';
import { decodeKey } from '../keys/key.ts';
import type { Key } from '../keys/key.ts';
import { nonEmptyText, refuse, object } from '../values/parameter-checks.ts';
import { readList } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { decodeSpendLogs } from './spend-log.ts';
import type { SpendLog } from './spend-log.ts';
import { decodeTeamUserSpends, teamUsersQuery } from './team-users.ts';
import type { TeamUserSpend, TeamUsersQuery } from './team-users.ts';
import { datesQuery, decodeRows, reportQuery } from './spend-report.ts';
import type { DateRange, SpendReportQuery } from './spend-report.ts';
import { decodeKeySpends, decodeModelSpends, decodeSpendDays, decodeSpendDetails, decodeSpendTotal } from './spend-sums.ts';
import type { KeySpend, ModelSpend, SpendDay, SpendDayDetails, SpendTotal } from './spend-sums.ts';

/** Whose calls of models are meant; all that is given must hold. */
export interface SpendFilter {
  /** A key by its secret or its token. */
  readonly api_key?: KeyReference;
  readonly user_id?: string;
  readonly request_id?: string;
}

/** Which calls of models are read; without dates all. */
export interface SpendLogsQuery extends SpendFilter, Partial<DateRange> {}

/** Which calls of models are summed up. */
export interface SpendDaysQuery extends SpendFilter, DateRange {}

/** How many rows of a ranking are read. */
export interface SpendRankingQuery {
  /** 1 or more. @default all keys; 10 models */
  readonly limit?: number;
}

/** Builds the requests about spending; {@link SpendResource} says what each does. */
export class SpendRequests {
  /** @throws {ConfigurationError} */
  async logs(query: SpendLogsQuery = {}): Promise<LiteLLMRequest<readonly SpendLog[]>> {
    const { start_date: start, end_date: end, ...filter } = object('a query', query);
    if ((start === undefined) !== (end === undefined)) throw refuse('start_date and end_date are given together');
    // Without dates the proxy gives the rows themselves, and with dates their sums unless it is told otherwise.
    const dates = start === undefined || end === undefined ? {} : { ...datesQuery({ start_date: start, end_date: end }), summarize: false };
    return { method: 'GET', route: '/spend/logs', query: { ...(await filterQuery(filter)), ...dates }, decode: decodeSpendLogs };
  }

  /** @throws {ConfigurationError} */
  async days(query: SpendDaysQuery): Promise<LiteLLMRequest<readonly SpendDayDetails[]>> {
    const { start_date: start, end_date: end, ...filter } = object('a query', query);
    const dates = datesQuery({ start_date: start, end_date: end });
    return { method: 'GET', route: '/spend/logs', query: { ...(await filterQuery(filter)), ...dates }, decode: decodeSpendDetails };
  }

  async total(): Promise<LiteLLMRequest<SpendTotal>> {
    return { method: 'GET', route: '/global/spend', decode: decodeSpendTotal };
  }

  async totalByDay(): Promise<LiteLLMRequest<readonly SpendDay[]>> {
    return { method: 'GET', route: '/global/spend/logs', decode: decodeSpendDays };
  }

  /** @throws {ConfigurationError} */
  async byKey(query: SpendRankingQuery = {}): Promise<LiteLLMRequest<readonly KeySpend[]>> {
    return { method: 'GET', route: '/global/spend/keys', query: rankingQuery(query), decode: decodeKeySpends };
  }

  /** @throws {ConfigurationError} */
  async byModel(query: SpendRankingQuery = {}): Promise<LiteLLMRequest<readonly ModelSpend[]>> {
    return { method: 'GET', route: '/global/spend/models', query: rankingQuery(query), decode: decodeModelSpends };
  }

  /** @throws {ConfigurationError} */
  async byTeamUser(query: TeamUsersQuery): Promise<LiteLLMRequest<readonly TeamUserSpend[]>> {
    return { method: 'GET', route: '/team/spend/by_user', query: teamUsersQuery(query), decode: decodeTeamUserSpends };
  }

  async keys(): Promise<LiteLLMRequest<readonly Key[]>> {
    const decode = (body: unknown): readonly Key[] => readList(body, '').map((key, index) => decodeKey(key, `[${index}]`));
    return { method: 'GET', route: '/spend/keys', decode };
  }

  /** @throws {ConfigurationError} */
  async report(query: SpendReportQuery): Promise<LiteLLMRequest<readonly Fields[]>> {
    return { method: 'GET', ...reportQuery(query), decode: decodeRows };
  }
}

async function filterQuery({
  api_key: key,
  user_id: user,
  request_id: request,
  ...rest
}: SpendFilter): Promise<Readonly<Record<string, string>>> {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw refuse(`spending has no "${unknown}"`);
  if (user !== undefined) nonEmptyText('user_id', user);
  if (request !== undefined) nonEmptyText('request_id', request);
  return {
    ...(key === undefined ? {} : { api_key: await tokenOf(key) }),
    ...(user === undefined ? {} : { user_id: user }),
    ...(request === undefined ? {} : { request_id: request }),
  };
}

function rankingQuery(query: SpendRankingQuery): Readonly<Record<string, number>> {
  const { limit, ...others } = object('a query', query);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`a ranking has no "${unknown}"`);
  if (limit === undefined) return {};
  if (!Number.isSafeInteger(limit) || limit < 1) throw refuse('limit is a whole number of 1 or more');
  return { limit };
}
