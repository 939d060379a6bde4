import type { Caller } from '../access/caller.ts';
import { seesEverything } from '../access/caller.ts';
import type { RouteGroup } from '../access/route-groups.ts';
import { flag, integer, text } from '../schema/plain-types.ts';
import { defaulting, optional } from '../schema/schema.ts';
import { keyAsRow } from '../tables/key-columns.ts';
import { Float } from '../values/json.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import type { FailureStyle } from '../web/failure-styles.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure, PlainFailure, ProxyFailure, refused } from '../web/failures.ts';
import { noDatabase } from '../teams/team-info.ts';
import { daysOf, foundUses, spendByDay, spendByKey, spendByModel, totalSpend, useAsRow } from './spend-logs.ts';

const tracking: readonly RouteGroup[] = ['internal_user_routes', 'internal_user_view_only_routes', 'admin_viewer_routes'];
const whole: readonly RouteGroup[] = ['global_spend_tracking_routes'];

/** Reports show `internal_error`, and the path before what went wrong. */
const asReportError: FailureStyle = (error) => {
  if (error instanceof HttpFailure) {
    return new ProxyFailure(error.detail, { status: error.status, type: 'internal_error', param: 'None' });
  }
  if (!(error instanceof PlainFailure)) return error;
  return new ProxyFailure(`/spend/logs Error${error.message}`, { status: 500, type: 'internal_error', param: 'None' });
};

const dates = { start_date: optional(text), end_date: optional(text) };
const named = { api_key: optional(text), user_id: optional(text), request_id: optional(text) };

/** What keys, users and models spent. */
export const spendRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'GET',
    path: '/spend/logs',
    groups: ['management_routes', ...tracking],
    query: { fields: { ...named, ...dates, summarize: defaulting(flag, true) } },
    dialect: 'typed',
    failures: asReportError,
    handle: ({ proxy, caller, query }) => {
      if (!proxy.settings.database) throw new PlainFailure(noDatabase);
      const { start_date: start, end_date: end, summarize, ...filter } = query.values;
      const uses = foundUses(proxy, { ...filter, user_id: isUser(caller) ? caller.userId : filter.user_id });
      if (start === null || end === null) return uses.map((use) => useAsRow(proxy, use));
      const [fromMs, toMs] = [dayMs(start), dayMs(end)];
      const inTime = uses.filter((use) => use.atMs >= fromMs && use.atMs <= toMs);
      return summarize ? daysOf(inTime, toMs) : inTime.map((use) => useAsRow(proxy, use));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/spend/keys',
    groups: tracking,
    dialect: 'typed',
    failures: untouched,
    handle: ({ proxy, caller }) => {
      if (!proxy.settings.database) throw refused(400, noDatabase);
      if (!seesEverything(caller) && caller.userId === null) return [];
      const rows = proxy.keys.found((row) => seesEverything(caller) || row.user_id === caller.userId);
      return rows.toSorted((one, other) => other.spend - one.spend).map((row) => keyAsRow(row));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/global/spend',
    groups: whole,
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy }) => ({ spend: totalSpend(proxy), max_budget: new Float(0) }),
  }),
  endpoint({
    method: 'GET',
    path: '/global/spend/keys',
    groups: whole,
    query: { fields: { limit: optional(integer) } },
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy, query }) => {
      const { limit } = query.values;
      if (limit !== null && limit < 1) throw refused(422, `Invalid limit: ${limit}, error: Limit must be greater than 0`);
      return spendByKey(proxy).slice(0, limit === null ? undefined : Number(limit));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/global/spend/logs',
    groups: whole,
    query: { fields: { api_key: optional(text) } },
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy, query }) => (query.values.api_key === null ? spendByDay(proxy) : []),
  }),
  endpoint({
    method: 'GET',
    path: '/global/spend/models',
    groups: whole,
    query: { fields: { limit: defaulting(integer, 10) } },
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy, query }) => spendByModel(proxy).slice(0, Number(query.values.limit)),
  }),
];

function isUser({ role }: Caller): boolean {
  return role === 'internal_user' || role === 'internal_user_viewer';
}

/** The first moment of a day. @throws {PlainFailure} in Python's words */
function dayMs(day: string): number {
  const epochMs = /^\d{4}-\d\d?-\d\d?$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(epochMs)) throw new PlainFailure(`time data '${day}' does not match format '%Y-%m-%d'`);
  return epochMs;
}
