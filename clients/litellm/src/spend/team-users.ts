import { checkParameters, idsText, nonEmptyText, refuse, texts } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readFields, readList, readObject, readText } from '../values/reading.ts';
import type { Readers } from '../values/reading.ts';
import { datesQuery } from './spend-report.ts';
import type { DateRange } from './spend-report.ts';

/** Which teams, and when. Both days are included. */
export interface TeamUsersQuery extends DateRange {
  readonly team_ids: readonly string[];
}

/** What a user has spent in a team. */
export interface TeamUserSpend {
  readonly team_id: string | null;
  readonly team_alias: string | null;
  /** Empty for keys of nobody. */
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly user_alias: string | null;
  readonly spend: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly api_requests: number;
  readonly successful_requests: number;
  readonly failed_requests: number;
}

const readers: Readers<TeamUserSpend> = {
  team_id: readText,
  team_alias: readText,
  user_id: readText,
  user_email: readText,
  user_alias: readText,
  spend: readCount,
  prompt_tokens: readCount,
  completion_tokens: readCount,
  total_tokens: readCount,
  api_requests: readCount,
  successful_requests: readCount,
  failed_requests: readCount,
};

const checks: Checks<TeamUsersQuery> = { team_ids: texts, start_date: nonEmptyText, end_date: nonEmptyText };

/** @throws {ConfigurationError} */
export function teamUsersQuery(query: TeamUsersQuery): Readonly<Record<string, string>> {
  checkParameters('spending in teams', query, checks);
  if (query.team_ids === undefined) throw refuse('team_ids names at least one team');
  return { ...datesQuery(query), team_ids: idsText('team_ids', query.team_ids) };
}

/** @throws {DecodeError} */
export function decodeTeamUserSpends(body: unknown): readonly TeamUserSpend[] {
  const rows = readList(readObject(body, '')['results'], 'results');
  return rows.map((row, index) => readFields(readObject(row, `results[${index}]`), readers));
}
