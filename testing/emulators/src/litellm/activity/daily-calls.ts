import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { FailedUse, Use } from '../money/spend-book.ts';

/** A call of a model as the daily tables count it. */
export interface DailyCall {
  /** `2026-11-21`, in UTC. */
  readonly date: string;
  readonly token: string;
  readonly userId: string | null;
  readonly teamId: string | null;
  /** The provider's name. */
  readonly model: string;
  /** The name that it was called by; null where nobody knows it. */
  readonly group: string | null;
  readonly provider: string | null;
  readonly cost: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly isFailed: boolean;
}

/** Whose calls: the tables of users and of teams hold the same calls, each under its own id. */
export type Entity = 'user' | 'team';

/** The calls of one table that are asked for; null for any. */
export interface Scope {
  readonly entity: Entity;
  readonly ids: readonly string[] | null;
  readonly excludedIds: readonly string[];
  readonly tokens: readonly string[] | null;
  readonly model: string | null;
  readonly from: string;
  readonly to: string;
}

/** Calls that are counted already and fit, the newest day first. */
export function dailyCalls(proxy: LiteLLMProxy, scope: Scope): readonly DailyCall[] {
  const { ids, excludedIds, tokens, model, from, to } = scope;
  return [...proxy.spend.written.map(succeeded), ...proxy.spend.writtenFailures.map(failed)]
    .filter((call) => {
      const id = idOf(scope.entity, call);
      return (
        call.date >= from &&
        call.date <= to &&
        (ids === null || ids.includes(id ?? '')) && // what is nobody's stands under an empty id
        (id === null || !excludedIds.includes(id)) &&
        (tokens === null || tokens.includes(call.token)) &&
        (model === null || model === '' || call.model === model)
      );
    })
    .toSorted((one, other) => (one.date < other.date ? 1 : one.date > other.date ? -1 : 0));
}

/** The id that a call stands under in a table. */
export function idOf(entity: Entity, call: Pick<DailyCall, 'userId' | 'teamId'>): string | null {
  return entity === 'user' ? call.userId : call.teamId;
}

/** The table's rows: calls that agree in all but their sums. A key's user and team go with its token. */
export function rowsOf(calls: readonly DailyCall[]): ReadonlyMap<string, readonly DailyCall[]> {
  return Map.groupBy(calls, ({ date, token, userId, teamId, model, group }) => JSON.stringify([date, token, userId, teamId, model, group]));
}

function succeeded({ token, userId, teamId, model, cost, promptTokens, completionTokens, atMs }: Use): DailyCall {
  const named = { model: `openai/${model}`, group: model, provider: 'openai' };
  return { date: dayOf(atMs), token, userId, teamId, ...named, cost, promptTokens, completionTokens, isFailed: false };
}

function failed({ token, userId, teamId, model, atMs }: FailedUse): DailyCall {
  const unknown = { model: 'unknown-model', group: null, provider: null };
  const named = model === null ? unknown : { model: `openai/${model}`, group: model, provider: 'openai' };
  return { date: dayOf(atMs), token, userId, teamId, ...named, cost: 0, promptTokens: 0, completionTokens: 0, isFailed: true };
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
