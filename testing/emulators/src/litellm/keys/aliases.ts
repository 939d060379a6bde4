import { seesEverything } from '../access/caller.ts';
import type { Body } from '../values/json.ts';
import { byLetters, containsLike } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';

/** What a query for aliases may ask for. */
export interface AliasQuery {
  readonly page: number | bigint;
  readonly size: number | bigint;
  readonly search: string | null;
  readonly team_id: string | null;
}

/** A page of aliases, by their letters. Users see those of their own keys and their teams'. */
export function listAliases({ proxy, caller }: Asking, query: AliasQuery): Body {
  const teams = new Set(caller.user?.teams ?? []);
  const contains = query.search ? containsLike(query.search) : () => true;
  const aliases: string[] = [];
  for (const { key_alias: alias, user_id: userId, team_id: teamId } of proxy.keys.all()) {
    if (alias === null || alias === '' || !contains(alias) || (query.team_id && teamId !== query.team_id)) continue;
    const own = (userId !== null && userId === caller.userId) || (teamId !== null && teams.has(teamId));
    if (seesEverything(caller) || own) aliases.push(alias);
  }
  aliases.sort(byLetters);
  const [size, page] = [Number(query.size), Number(query.page)];
  return {
    aliases: aliases.slice((page - 1) * size, page * size),
    total_count: aliases.length,
    current_page: page,
    total_pages: Math.ceil(aliases.length / size),
    size,
  };
}
