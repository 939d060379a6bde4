import { NotKnownError } from '../../kit/not-known.ts';
import { seesEverything } from '../access/caller.ts';
import { isTeamAdmin } from '../access/team-permissions.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';
import type { Scope } from './daily-calls.ts';

/** The longest time that is looked at at once, in days. */
const mostDays = 400;
const dayMs = 86_400_000;

/** What every question about activity names. */
export interface AskedScope {
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly model: string | null;
  readonly api_key: string | null;
}

/** The two days that are asked for. @param isBounded - whether the days must be in order and not too many. @throws {HttpFailure} 400 */
export function checkedDates(
  { start_date: from, end_date: to }: Pick<AskedScope, 'start_date' | 'end_date'>,
  isBounded: boolean,
): { readonly from: string; readonly to: string } {
  if (from === null || to === null) throw refused(400, 'Please provide start_date and end_date');
  if (!isDay(from) || !isDay(to)) throw refused(400, 'start_date and end_date must be valid YYYY-MM-DD dates');
  if (!isBounded) return { from, to };
  if (to < from) throw refused(400, 'end_date must be on or after start_date');
  if ((Date.parse(to) - Date.parse(from)) / dayMs > mostDays) throw refused(400, `Date range must be at most ${mostDays} days`);
  return { from, to };
}

/** Users see themselves, and those who see everything whomever they name. @throws {HttpFailure} 403 */
export function userScope({ caller }: Asking, asked: AskedScope & { readonly user_id: string | null }): Omit<Scope, 'from' | 'to'> {
  const tokens = asked.api_key === null || asked.api_key === '' ? null : [asked.api_key];
  const scope = { entity: 'user', excludedIds: [], tokens, model: asked.model } as const;
  if (seesEverything(caller)) return { ...scope, ids: asked.user_id === null ? null : [asked.user_id] };
  if (caller.userId === null)
    throw refused(403, 'Service-account keys cannot query user analytics. Use a user-bound key, or call as a proxy admin.');
  if (asked.user_id !== null && asked.user_id !== caller.userId) throw refused(403, 'Non-admin users can only view their own spend data.');
  return { ...scope, ids: [caller.userId] };
}

/** Members see their teams: what everybody did where they are admins or may, else what their own keys did. @throws {HttpFailure} 404 */
export function teamScope(
  { proxy, caller }: Asking,
  asked: AskedScope & { readonly team_ids: string | null; readonly exclude_team_ids: string | null },
): Omit<Scope, 'from' | 'to'> {
  const { api_key: token, model } = asked;
  const named = listed(asked.team_ids);
  const scope = { entity: 'team', excludedIds: listed(asked.exclude_team_ids) ?? [], model } as const;
  const tokens = token === null || token === '' ? null : [token];
  if (seesEverything(caller)) return { ...scope, ids: named, tokens };
  if (caller.user === null) throw refused(404, `User= ${caller.userId ?? 'None'} not found`);
  const own = caller.user.teams;
  const stranger = named?.find((id) => !own.includes(id));
  if (stranger !== undefined) throw refused(404, `User does not belong to Team= ${stranger}. Call \`/user/info\` to see user's teams`);
  const ids = named ?? own;
  const teams = ids.flatMap((id) => proxy.people.team(id) ?? []);
  const seesAll = teams.every((team) => isTeamAdmin(team, caller) || team.team_member_permissions.includes('/team/daily/activity'));
  if (ids.length === 0 || teams.length === 0 || seesAll) return { ...scope, ids, tokens };
  const keys = proxy.keys.found((row) => row.user_id === caller.userId).map((row) => row.token);
  return { ...scope, ids, tokens: tokens === null ? keys : tokens.filter((one) => keys.includes(one)) };
}

/** The last day, moved on to UTC's today where a range ends on the caller's today. @throws {NotKnownError} for odd time zones */
export function upToToday(to: string, nowMs: number, timezone: number | bigint | null): string {
  if (timezone === null) return to;
  const localMs = nowMs - Number(timezone) * 60_000;
  if (!Number.isSafeInteger(Math.round(localMs)) || Math.abs(Number(timezone)) > 1_440)
    throw new NotKnownError('what time zones of more than a day do');
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return to < new Date(localMs).toISOString().slice(0, 10) || to > today ? to : today;
}

function listed(ids: string | null): readonly string[] | null {
  return ids === null || ids === '' ? null : ids.split(',');
}

function isDay(text: string): boolean {
  const epochMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}
