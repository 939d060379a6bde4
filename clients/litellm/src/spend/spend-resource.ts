import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Key } from '../keys/key.ts';
import type { Fields } from '../values/reading.ts';
import type { SpendLog } from './spend-log.ts';
import { datesQuery, dayAfter } from './spend-report.ts';
import type { SpendReportQuery } from './spend-report.ts';
import type { SpendDaysQuery, SpendLogsQuery, SpendRankingQuery, SpendRequests } from './spend-requests.ts';
import type { TeamUserSpend, TeamUsersQuery } from './team-users.ts';
import type { KeySpend, ModelSpend, SpendDay, SpendDayDetails, SpendTotal } from './spend-sums.ts';

/** What was spent, by whom and on what. Calls of models show up to ten seconds late. */
export class SpendResource {
  readonly #caller: Caller;
  readonly #requests: SpendRequests;

  constructor(caller: Caller, requests: SpendRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads calls of models, each a row, the newest first. The proxy knows no pages here, so give dates, or take {@link allLogs}.
   * **An `end_date` is the first moment of that day**: for a whole day give the day after.
   *
   * Source: `GET /spend/logs`
   * @throws {HttpError}
   */
  logs(query: SpendLogsQuery | undefined, options: RawCallOptions): Promise<unknown>;
  logs(query?: SpendLogsQuery, options?: ReadCallOptions): Promise<readonly SpendLog[]>;
  async logs(query?: SpendLogsQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.logs(query), options);
  }

  /**
   * Streams the calls of models of whole days, the last one included, the oldest first. It asks for one day after another, so no
   * more than a day is held.
   *
   * Source: `GET /spend/logs`
   * @throws {HttpError}
   */
  async *allLogs(query: SpendDaysQuery, options?: CallOptions): AsyncGenerator<SpendLog, void, undefined> {
    datesQuery(query);
    for (let day = query.start_date; day <= query.end_date; day = dayAfter(day)) {
      const rows = await this.logs({ ...query, start_date: day, end_date: dayAfter(day) }, options);
      // The first moment of the next day belongs to both answers.
      const own = rows.filter(({ startTime }) => startTime === null || startTime.startsWith(day));
      yield* own.toSorted((one, other) => ((one.startTime ?? '') < (other.startTime ?? '') ? -1 : 1));
    }
  }

  /**
   * Reads sums by day, with shares by key, user and model. **An `end_date` is the first moment of that day**: for a whole day give the
   * day after.
   *
   * Source: `GET /spend/logs`
   * @throws {HttpError}
   */
  days(query: SpendDaysQuery, options: RawCallOptions): Promise<unknown>;
  days(query: SpendDaysQuery, options?: ReadCallOptions): Promise<readonly SpendDayDetails[]>;
  async days(query: SpendDaysQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.days(query), options);
  }

  /**
   * Reads what everybody together has spent.
   *
   * Source: `GET /global/spend`
   * @throws {ForbiddenError} unless the caller is a proxy admin or may view everything.
   * @throws {HttpError}
   */
  total(options: RawCallOptions): Promise<unknown>;
  total(options?: ReadCallOptions): Promise<SpendTotal>;
  async total(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.total(), options);
  }

  /**
   * The same by day, the oldest first; days on which nothing was spent are left out.
   *
   * Source: `GET /global/spend/logs`
   * @throws {HttpError}
   */
  totalByDay(options: RawCallOptions): Promise<unknown>;
  totalByDay(options?: ReadCallOptions): Promise<readonly SpendDay[]>;
  async totalByDay(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.totalByDay(), options);
  }

  /**
   * Reads which keys spent the most, the most expensive first.
   *
   * Source: `GET /global/spend/keys`
   * @throws {HttpError}
   */
  byKey(query: SpendRankingQuery | undefined, options: RawCallOptions): Promise<unknown>;
  byKey(query?: SpendRankingQuery, options?: ReadCallOptions): Promise<readonly KeySpend[]>;
  async byKey(query?: SpendRankingQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.byKey(query), options);
  }

  /**
   * Reads which models cost the most, the most expensive first.
   *
   * Source: `GET /global/spend/models`
   * @throws {HttpError}
   */
  byModel(query: SpendRankingQuery | undefined, options: RawCallOptions): Promise<unknown>;
  byModel(query?: SpendRankingQuery, options?: ReadCallOptions): Promise<readonly ModelSpend[]>;
  async byModel(query?: SpendRankingQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.byModel(query), options);
  }

  /**
   * Reads what each user has spent in some teams, the most expensive first. Members without the right to see it see themselves.
   *
   * Source: `GET /team/spend/by_user`
   * @throws {InvalidRequestError} for more than 400 days.
   * @throws {HttpError}
   */
  byTeamUser(query: TeamUsersQuery, options: RawCallOptions): Promise<unknown>;
  byTeamUser(query: TeamUsersQuery, options?: ReadCallOptions): Promise<readonly TeamUserSpend[]>;
  async byTeamUser(query: TeamUsersQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.byTeamUser(query), options);
  }

  /**
   * Reads whole keys, the most expensive first: all of them, or for users their own. The proxy knows no pages here.
   *
   * Source: `GET /spend/keys`
   * @throws {HttpError}
   */
  keys(options: RawCallOptions): Promise<unknown>;
  keys(options?: ReadCallOptions): Promise<readonly Key[]>;
  async keys(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.keys(), options);
  }

  /**
   * Reports spending by user, team or organization, or as a whole. Only licensed proxies do it; `keys.spendReport` is the one of keys.
   *
   * Source: `GET /user/spend/report`, `GET /team/spend/report`, `GET /organization/spend/report`, `GET /global/spend/report`
   * @returns rows as they come: no one here has seen their fields.
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  report(query: SpendReportQuery, options: RawCallOptions): Promise<unknown>;
  report(query: SpendReportQuery, options?: ReadCallOptions): Promise<readonly Fields[]>;
  async report(query: SpendReportQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.report(query), options);
  }
}
