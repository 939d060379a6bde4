import type { RouteGroup } from '../access/route-groups.ts';
import { bounded, flag, integer, notEmpty, oneOf, text } from '../schema/plain-types.ts';
import type { Fields, Given } from '../schema/schema.ts';
import { defaulting, optional, required } from '../schema/schema.ts';
import type { Body } from '../values/json.ts';
import type { AnyEndpoint, Answered, Asking, Call } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import type { DailyCall, Entity, Scope } from './daily-calls.ts';
import { dailyCalls } from './daily-calls.ts';
import { dayPage, wholeDays } from './days.ts';
import { exported, exportTypes } from './export.ts';
import { foundKeysBody, keysBody, keysByPrompts, keysBySpend, keysThatHold } from './ranked-keys.ts';
import { needsDatabase } from '../teams/needs-database.ts';
import { checkedDates, teamScope, upToToday, userScope } from './scope.ts';
import { spendByUser } from './team-spend.ts';

const groups: readonly RouteGroup[] = ['management_routes', 'self_managed_routes', 'admin_viewer_routes'];

const dates = { start_date: optional(text), end_date: optional(text), model: optional(text), api_key: optional(text) };
const ofUsers = { ...dates, user_id: optional(text) };
const ofTeams = { team_ids: optional(text), ...dates, exclude_team_ids: optional(text) };
const zone = { timezone: optional(integer), include_current_utc_day: defaulting(flag, false) };
const upTo = (most: number, fallback: number) => defaulting(bounded(integer, { min: 1, max: most }), fallback);

/** Reads whose calls are asked for out of a query that has the fields of users or of teams. */
interface Kind<F extends Fields> {
  readonly entity: Entity;
  readonly fields: F;
  readonly scope: (call: Asking, values: Given<F>['values'], isBounded: boolean) => Scope;
}

const users: Kind<typeof ofUsers & typeof zone> = {
  entity: 'user',
  fields: { ...ofUsers, ...zone },
  scope: (call, values, isBounded) => {
    const { from, to } = checkedDates(values, isBounded);
    const last = values.include_current_utc_day ? upToToday(to, call.proxy.nowMs, values.timezone) : to;
    return { ...userScope(call, values), from, to: last };
  },
};

const teams: Kind<typeof ofTeams & Pick<typeof zone, 'timezone'>> = {
  entity: 'team',
  fields: { ...ofTeams, timezone: zone.timezone },
  scope: (call, values, isBounded) => ({ ...checkedDates(values, isBounded), ...teamScope(call, values) }),
};

/** What calls of models came to, by day, user or team, and key. */
export const activityRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'GET',
    path: '/user/daily/activity',
    groups,
    query: { fields: { ...ofUsers, page: defaulting(bounded(integer, { min: 1 }), 1), page_size: upTo(1_000, 50), ...zone } },
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { values } = call.query;
      return page(
        call,
        needsDatabase(call, () => users.scope(call, values, false)),
        values,
      );
    },
  }),
  endpoint({
    method: 'GET',
    path: '/team/daily/activity',
    groups,
    query: { fields: { ...ofTeams, page: defaulting(integer, 1), page_size: defaulting(integer, 10) } },
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { values } = call.query;
      return page(
        call,
        needsDatabase(call, () => ({ ...teamScope(call, values), ...checkedDates(values, false) })),
        values,
      );
    },
  }),
  ...ofKind(users),
  ...ofKind(teams),
  about(users, '/aggregated/cache_leakage_keys', {
    own: { limit: upTo(100, 20) },
    answer: ({ proxy }, { calls, values }) => ({ api_keys: keysBody(proxy, keysByPrompts(calls).slice(0, Number(values.limit))) }),
  }),
  endpoint({
    method: 'GET',
    path: '/team/spend/by_user',
    groups: ['management_routes', 'self_managed_routes'],
    query: { fields: { team_ids: optional(text), start_date: optional(text), end_date: optional(text) } },
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { team_ids: ids, ...days } = call.query.values;
      const range = needsDatabase(call, () => checkedDates(days, true));
      if (ids === null || ids === '') throw refused(400, 'Please provide team_ids');
      const scope = { ...teamScope(call, { ...days, team_ids: ids, exclude_team_ids: null, model: null, api_key: null }), ...range };
      const rows = spendByUser(call.proxy, scope, scope.tokens === null ? null : call.caller.userId);
      return { start_date: range.from, end_date: range.to, results: rows };
    },
  }),
];

function ofKind<F extends Fields>(kind: Kind<F>): readonly AnyEndpoint[] {
  const { entity } = kind;
  return [
    about(kind, '/aggregated', {
      own: { api_key_limit: upTo(1_000, 100) },
      isBounded: entity === 'team',
      answer: ({ proxy }, { calls, values }) => wholeDays(proxy, calls, { entity, keyLimit: Number(values.api_key_limit) }),
    }),
    about(kind, '/aggregated/keys', {
      own: { offset: defaulting(bounded(integer, { min: 0 }), 0), limit: upTo(100, 50) },
      answer: ({ proxy }, { calls, values }) => {
        const [offset, limit] = [Number(values.offset), Number(values.limit)];
        const keys = keysBySpend(calls);
        return { api_keys: keysBody(proxy, keys.slice(offset, offset + limit)), total_api_keys: keys.length, offset, limit };
      },
    }),
    about(kind, '/aggregated/search', {
      own: { search: required(notEmpty), limit: upTo(100, 100) },
      answer: ({ proxy }, { calls, values: { search, limit } }) => ({
        api_keys: foundKeysBody(proxy, keysThatHold(proxy, calls, search).slice(0, Number(limit))),
      }),
    }),
    about(kind, '/aggregated/model_top_keys', {
      own: { model_group: required(notEmpty), by_model_group: defaulting(flag, true), limit: upTo(100, 5) },
      answer: ({ proxy }, { calls, values: { model_group: name, by_model_group: byGroup, limit } }) => {
        const own = calls.filter(({ model, group }) => (byGroup ? (group ?? model) : model) === name);
        return { model: name, by_model_group: byGroup, api_keys: keysBody(proxy, keysBySpend(own).slice(0, Number(limit))) };
      },
    }),
    about(kind, '/export', {
      own: {
        export_type: defaulting(oneOf('enum', exportTypes), 'daily'),
        format: defaulting(oneOf('literal_error', ['csv', 'json'] as const), 'csv'),
      },
      answer: ({ proxy }, { calls, scope, values: { export_type: type, format } }) => exported(proxy, calls, { scope, type, format }),
    }),
  ];
}

/** What is asked besides whose calls, and how it is answered. */
interface Question<Own extends Fields> {
  readonly own: Own;
  /** Whether the days must be in order and not too many. @default true */
  readonly isBounded?: boolean;
  readonly answer: (
    call: Call,
    found: { readonly calls: readonly DailyCall[]; readonly scope: Scope; readonly values: Given<Own>['values'] },
  ) => Answered | Body;
}

function about<F extends Fields, Own extends Fields>(
  kind: Kind<F>,
  path: string,
  { own, isBounded = true, answer }: Question<Own>,
): AnyEndpoint {
  return endpoint({
    method: 'GET',
    path: `/${kind.entity}/daily/activity${path}`,
    groups,
    query: { fields: { ...kind.fields, ...own } },
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const values = call.query.values as Given<F>['values'] & Given<Own>['values']; // read by both
      const scope = needsDatabase(call, () => kind.scope(call, values, isBounded));
      return answer(call as Call, { calls: dailyCalls(call.proxy, scope), scope, values });
    },
  });
}

function page(call: Asking, scope: Scope, asked: { readonly page: number | bigint; readonly page_size: number | bigint }): Body {
  const [number, size] = [Number(asked.page), Number(asked.page_size)];
  if (number < 1 || size < 1) throw new HttpFailure(400, `page and page_size must be >= 1, got page=${number}, page_size=${size}`);
  return dayPage(call.proxy, dailyCalls(call.proxy, scope), { entity: scope.entity, page: number, size });
}
