import { DecodeError } from '@keyrack/http';
import type { ItemPage, PagePlace } from '../paging/every-item.ts';
import { instantRank } from '../paging/instant-rank.ts';
import { inOrder } from '../paging/ordered.ts';
import { checkParameters, oneOf, refuse, text, wholeNumber, object } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readList, readObject } from '../values/reading.ts';
import { decodeTeam } from './team.ts';
import type { Team } from './team.ts';

/** Which teams a list shows; all that is given must hold. */
export interface TeamFilter {
  /** Teams of this user. */
  readonly user_id?: string;
  readonly organization_id?: string;
  readonly team_id?: string;
  /** A part of the alias, in any case. */
  readonly team_alias?: string;
  /** A team's id, or a part of its alias. */
  readonly search?: string;
  /** @default 'exact' */
  readonly search_team_id_match?: 'exact' | 'prefix';
  /** Shows the archive. */
  readonly status?: 'deleted';
}

/** One page of teams. */
export interface TeamQuery extends TeamFilter {
  /** From 1. @default 1 */
  readonly page?: number;
  /** 1 to 100. @default 10 */
  readonly page_size?: number;
  /** @default newest first */
  readonly sort_by?: 'team_id' | 'team_alias' | 'created_at';
  /** @default 'asc' */
  readonly sort_order?: 'asc' | 'desc';
}

/** How much of a team is read. */
export interface TeamInfoQuery {
  /** The most keys to show, 1 or more. @default all */
  readonly key_limit?: number;
}

/** A page of teams. */
export interface TeamPage {
  readonly teams: readonly Team[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
}

const queryChecks: Checks<TeamQuery> = {
  user_id: text,
  organization_id: text,
  team_id: text,
  team_alias: text,
  search: text,
  search_team_id_match: oneOf('exact', 'prefix'),
  status: oneOf('deleted'),
  page: wholeNumber,
  page_size: wholeNumber,
  sort_by: oneOf('team_id', 'team_alias', 'created_at'),
  sort_order: oneOf('asc', 'desc'),
};

/** @throws {ConfigurationError} */
export function teamQuery(query: TeamQuery): Readonly<Record<string, string | number>> {
  // Each of these is a text or a number.
  return checkParameters('a list of teams', query, queryChecks) as Readonly<Record<string, string | number>>;
}

/** @throws {ConfigurationError} */
export function teamInfoQuery(query: TeamInfoQuery): Readonly<Record<string, number>> {
  const { key_limit: most, ...others } = object('a query', query);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`the query about a team has no "${unknown}"`);
  if (most === undefined) return {};
  if (!Number.isSafeInteger(most) || most < 1) throw refuse('key_limit is a whole number of 1 or more');
  return { key_limit: most };
}

/** @throws {DecodeError} */
export function decodeTeamPage(body: unknown): TeamPage {
  const fields = readObject(body, '');
  const { total, page } = fields;
  if (typeof total !== 'number') throw new DecodeError('total', 'a number');
  if (typeof page !== 'number') throw new DecodeError('page', 'a number');
  const teams = readList(fields['teams'], 'teams').map((team, index) => decodeTeam(team, `teams[${index}]`));
  return { teams, total, page, page_size: readCount(fields['page_size']), total_pages: readCount(fields['total_pages']) };
}

/** The page that was asked for, in ascending order of creation. @throws {DecodeError} */
export function decodeTeamsAt(body: unknown, place: PagePlace): ItemPage<Team> {
  const { teams, total, page } = decodeTeamPage(body);
  if (page !== place.page) throw new DecodeError('page', `${place.page}, which was asked for`);
  return { items: inOrder(teams, 'teams', rankOfTeam), total };
}

/** The place of a team in a list that is read in ascending order of creation. */
export function rankOfTeam({ created_at: createdAt }: Team): string {
  return instantRank(createdAt);
}
