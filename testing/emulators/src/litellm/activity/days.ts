import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';
import type { DailyCall, Entity } from './daily-calls.ts';
import { idOf, rowsOf } from './daily-calls.ts';
import { knownKeyBody } from './known-key.ts';
import { metricsBody, totalsBody } from './metrics.ts';
import { keysBySpend } from './ranked-keys.ts';

/** Where every call of the emulator goes. */
const calledPath = '/chat/completions';

/** What a list of days shows besides its sums. */
interface Shown {
  readonly entity: Entity;
  /** Whether calls are sorted by user or team as well. */
  readonly withEntities: boolean;
  /** Only these keys are shown by themselves. */
  readonly tokens: ReadonlySet<string>;
}

/** One page of the rows that days are made of. */
export function dayPage(
  proxy: LiteLLMProxy,
  calls: readonly DailyCall[],
  asked: { readonly entity: Entity; readonly page: number; readonly size: number },
): Body {
  const { entity, page, size } = asked;
  const rows = [...rowsOf(calls).values()];
  const shown = rows.slice((page - 1) * size, page * size).flat();
  const tokens = new Set(shown.map(({ token }) => token));
  return {
    results: daysBody(proxy, shown, { entity, withEntities: true, tokens }),
    metadata: {
      ...totalsBody(shown),
      page,
      total_pages: Math.ceil(rows.length / size),
      has_more: page * size < rows.length,
      api_key_limit: null,
      total_api_keys: null,
      entity_total_api_keys: null,
    },
  };
}

/** All days at once, with the keys that spent the most. */
export function wholeDays(
  proxy: LiteLLMProxy,
  calls: readonly DailyCall[],
  asked: { readonly entity: Entity; readonly keyLimit: number },
): Body {
  const { entity, keyLimit } = asked;
  const withEntities = entity === 'team';
  const ranked = keysBySpend(calls);
  const tokens = new Set(ranked.slice(0, keyLimit).map(([token]) => token));
  const byEntity = Map.groupBy(calls, (call) => nameOf(entity, call));
  return {
    results: daysBody(proxy, calls, { entity, withEntities, tokens }),
    metadata: {
      ...totalsBody(calls),
      page: 1,
      total_pages: 1,
      has_more: false,
      api_key_limit: keyLimit,
      total_api_keys: ranked.length,
      entity_total_api_keys: withEntities
        ? new Map([...byEntity].map(([name, own]) => [name, new Set(own.map(({ token }) => token)).size] as const))
        : null,
    },
  };
}

function daysBody(proxy: LiteLLMProxy, calls: readonly DailyCall[], shown: Shown): readonly Body[] {
  const { entity, withEntities, tokens } = shown;
  const keys = (own: readonly DailyCall[]): Body =>
    grouped(
      own.filter(({ token }) => tokens.has(token)),
      ({ token }) => token,
      (ofKey, token) => ({ metrics: metricsBody(ofKey), metadata: knownKeyBody(proxy, token) }),
    );
  const parts = (own: readonly DailyCall[], name: (call: DailyCall) => string, metadata: (called: string) => Body = () => ({})): Body =>
    grouped(own, name, (part, called) => ({ metrics: metricsBody(part), metadata: metadata(called), api_key_breakdown: keys(part) }));
  return [...Map.groupBy(calls, ({ date }) => date)].map(([date, own]) => ({
    date,
    metrics: metricsBody(own),
    breakdown: {
      mcp_servers: {},
      models: parts(own, ({ model }) => model),
      model_groups: parts(own, ({ group, model }) => group ?? model),
      providers: parts(own, ({ provider }) => provider ?? 'unknown'),
      endpoints: parts(own, () => calledPath),
      api_keys: keys(own),
      entities: withEntities
        ? parts(
            own,
            (call) => nameOf(entity, call),
            (name) => entityMetadata(proxy, entity, name),
          )
        : {},
    },
  }));
}

function grouped(
  calls: readonly DailyCall[],
  name: (call: DailyCall) => string,
  show: (part: readonly DailyCall[], name: string) => Body,
): ReadonlyMap<string, Body> {
  return new Map([...Map.groupBy(calls, name)].map(([called, part]) => [called, show(part, called)] as const));
}

function nameOf(entity: Entity, call: DailyCall): string {
  return idOf(entity, call) ?? 'Unassigned';
}

function entityMetadata({ people }: LiteLLMProxy, entity: Entity, name: string): Body {
  if (entity === 'team') {
    const team = people.team(name);
    return team === null ? {} : { team_alias: team.team_alias };
  }
  const user = people.user(name);
  return user === null ? {} : { user_email: user.user_email, user_alias: user.user_alias };
}
