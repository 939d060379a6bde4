import { tokenOf } from '../keys/key-hash.ts';
import type { KeyReference } from '../keys/key-hash.ts';
import { datesQuery } from '../spend/spend-report.ts';
import type { DateRange } from '../spend/spend-report.ts';
import { checkParameters, finiteNumber, flag, idsText, nonEmptyText, oneOf, texts, object } from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';

/** What stands for the master key where a key's token stands else. */
export const masterKeyToken = 'litellm_proxy_master_key';

/** Which days and calls are meant; all that is given must hold. Days are those of UTC; both ends are included. */
interface ActivityFilter extends DateRange {
  /** The provider's name of a model: `openai/gpt-4o`. */
  readonly model?: string;
  /** A key by its secret or its token, or {@link masterKeyToken}. */
  readonly api_key?: KeyReference;
}

/** The calls of one user, or of all, sorted by user. */
export interface UserActivityFilter extends ActivityFilter {
  readonly of: 'user';
  /** @default all, for those who see everything; else the caller's own */
  readonly user_id?: string;
  /** How many minutes the caller's clock is behind UTC, as JavaScript's `getTimezoneOffset()` says. Only with `include_current_utc_day`. */
  readonly timezone?: number;
  /** Whether a range that ends today, by the caller's `timezone`, goes on to the end of UTC's today. @default false */
  readonly include_current_utc_day?: boolean;
}

/** The calls of some teams, or of all, sorted by team. */
export interface TeamActivityFilter extends ActivityFilter {
  readonly of: 'team';
  /** @default all, for those who see everything; else the caller's own */
  readonly team_ids?: readonly string[];
  readonly exclude_team_ids?: readonly string[];
}

/** Whose activity, which days, which calls. */
export type ActivityQuery = UserActivityFilter | TeamActivityFilter;

/** A part of the rows that days are made of. */
export type ActivityPageQuery = ActivityQuery & {
  /** From 1. @default 1 */
  readonly page?: number;
  /** 1 to 1000 rows, which are not days. @default 50 of users, 10 of teams */
  readonly page_size?: number;
};

/** Whole days. */
export type ActivityDaysQuery = ActivityQuery & {
  /** 1 to 1000: how many keys are shown, those that spent the most. The sums hold all. @default 100 */
  readonly api_key_limit?: number;
};

/** Some keys. */
export type ActivityKeysQuery = ActivityQuery & {
  /** How many keys to leave out. @default 0 */
  readonly offset?: number;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
};

/** Keys that a text is looked for in. */
export type ActivitySearchQuery = ActivityQuery & {
  /** A part of the token, the alias, the user's id or address, in any case. */
  readonly search: string;
  /** 1 to 100. @default 100 */
  readonly limit?: number;
};

/** Keys that call a model. */
export type ModelTopKeysQuery = ActivityQuery & {
  /** The name that the model is called by, or with `by_model_group: false` the provider's. */
  readonly model_group: string;
  /** @default true */
  readonly by_model_group?: boolean;
  /** 1 to 100. @default 5 */
  readonly limit?: number;
};

/** Keys whose prompts come from no cache. */
export type CacheLeakageQuery = UserActivityFilter & {
  /** 1 to 100. @default 20 */
  readonly limit?: number;
};

/** What an export has a line for. */
export type ActivityExportType = 'daily' | 'daily_with_keys' | 'daily_with_models' | 'daily_with_users';

/** Lines for a table. */
export type ActivityExportQuery = ActivityQuery & {
  /** @default 'daily' */
  readonly export_type?: ActivityExportType;
};

/** The names that a query of one kind has besides whose activity it is about, and how each is checked. */
export type OwnChecks = Readonly<Record<string, Check>>;

const dateChecks = { start_date: nonEmptyText, end_date: nonEmptyText, model: nonEmptyText, api_key: () => undefined };
const checksOf = {
  user: { ...dateChecks, user_id: nonEmptyText, timezone: finiteNumber, include_current_utc_day: flag },
  team: { ...dateChecks, team_ids: texts, exclude_team_ids: texts },
} satisfies { readonly user: Checks<Omit<UserActivityFilter, 'of'>>; readonly team: Checks<Omit<TeamActivityFilter, 'of'>> };

/**
 * A query as it is sent: lists as one text with commas, a secret as its token.
 *
 * @throws {ConfigurationError}
 */
export async function activityQuery(
  query: ActivityQuery,
  own: OwnChecks,
): Promise<{ readonly of: 'user' | 'team'; readonly query: Readonly<Record<string, string | number | boolean>> }> {
  const { of, ...named } = object('a query', query);
  oneOf('user', 'team')('of', of);
  const checked = checkParameters(`the activity of a ${of}`, named, { ...checksOf[of], ...own } as Checks<typeof named>);
  const { api_key: key } = named;
  const sent = Object.entries({
    ...checked,
    ...datesQuery(named),
    ...(key === undefined ? {} : { api_key: key === masterKeyToken ? key : await tokenOf(key) }),
    // Each of these is a text, a number, a flag or a list of ids.
  }).map(([name, value]) => [name, Array.isArray(value) ? idsText(name, value) : (value as string | number | boolean)]);
  return { of, query: Object.fromEntries(sent) as Readonly<Record<string, string | number | boolean>> };
}
