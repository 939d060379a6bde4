import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';
import { Float, Instant } from '../values/json.ts';
import { tokenFor } from '../values/secrets.ts';
import { byLetters } from '../values/text-match.ts';
import { idOfCalled } from './model-descriptions.ts';
import type { Use } from './spend-book.ts';
import { asStored } from './spend-book.ts';

/** What uses are asked for; null for any. */
export interface UseFilter {
  readonly api_key: string | null;
  readonly user_id: string | null;
  readonly request_id: string | null;
}

const dayMs = 86_400_000;

/** Booked uses that fit, the newest first. */
export function foundUses(proxy: LiteLLMProxy, { api_key: key, user_id: user, request_id: request }: UseFilter): readonly Use[] {
  const token = key?.startsWith('sk-') === true ? tokenFor(key) : key;
  return proxy.spend.written
    .filter(
      (use) =>
        (token === null || use.token === token) &&
        (user === null || (use.userId ?? '') === user) &&
        (request === null || use.requestId === request),
    )
    .toSorted((one, other) => other.atMs - one.atMs);
}

/** A use as a row. The real one's metadata say far more: what is known of the model, and what the call was about. */
export function useAsRow(proxy: LiteLLMProxy, use: Use): Body {
  const key = proxy.keys.get(use.token);
  const at = Instant.ofMs(use.atMs);
  const written = Instant.ofMs(use.atMs + proxy.settings.spendWriteDelayMs);
  const callId = use.requestId.replace('chatcmpl-', '');
  return {
    request_id: use.requestId,
    call_type: 'acompletion',
    api_key: use.token,
    spend: money(use.cost),
    total_tokens: use.promptTokens + use.completionTokens,
    prompt_tokens: use.promptTokens,
    completion_tokens: use.completionTokens,
    startTime: at,
    endTime: at,
    request_duration_ms: 1,
    completionStartTime: at,
    model: `openai/${use.model}`,
    model_id: idOfCalled(use.model),
    model_group: use.model,
    custom_llm_provider: 'openai',
    api_base: '',
    user: use.userId ?? '',
    metadata: {
      user_api_key: use.token,
      user_api_key_alias: key?.key_alias ?? null,
      user_api_key_team_id: use.teamId,
      user_api_key_user_id: use.userId,
    },
    cache_hit: 'None',
    cache_key: 'Cache OFF',
    request_tags: [],
    team_id: use.teamId ?? '',
    organization_id: '',
    end_user: '',
    requester_ip_address: '127.0.0.1',
    messages: {},
    response: {},
    session_id: callId,
    status: 'success',
    mcp_namespaced_tool_name: null,
    billing_agent_id: null,
    agent_id: null,
    proxy_server_request: {},
    litellm_call_id: callId,
    created_at: written,
    updated_at: written,
  };
}

/** Sums by day, and days without any use after them until the last that is asked for. */
export function daysOf(uses: readonly Use[], lastMs: number): readonly Body[] {
  const days = Map.groupBy(uses, (use) => Math.floor(use.atMs / dayMs));
  const numbers = [...days.keys()].toSorted((one, other) => one - other);
  const last = numbers.at(-1);
  if (last === undefined) return [];
  const empty = Array.from({ length: Math.max(0, Math.floor(lastMs / dayMs) - last) }, (_, index) => last + index + 1);
  return [
    ...numbers.map((day) => dayOf(day, days.get(day) ?? [])),
    ...empty.map((day) => ({ startTime: dayText(day), spend: 0, users: {}, models: {} })),
  ];
}

/** The same for the whole proxy: one line a day. */
export function spendByDay(proxy: LiteLLMProxy): readonly Body[] {
  const days = Map.groupBy(proxy.spend.written, (use) => Math.floor(use.atMs / dayMs));
  return [...days.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([day, uses]) => ({ date: dayText(day), spend: money(total(uses)) }));
}

/** Keys by what they spent, the most expensive first. */
export function spendByKey(proxy: LiteLLMProxy): readonly Body[] {
  return sums(proxy.spend.written, (use) => use.token)
    .toSorted(([, one], [, other]) => other - one)
    .map(([token, spend]) => {
      const key = proxy.keys.get(token);
      return { api_key: token, key_alias: key?.key_alias ?? null, key_name: key?.key_name ?? null, total_spend: money(spend) };
    });
}

/** Models, likewise. */
export function spendByModel(proxy: LiteLLMProxy): readonly Body[] {
  return sums(proxy.spend.written, (use) => `openai/${use.model}`)
    .toSorted(([, one], [, other]) => other - one)
    .map(([model, spend]) => ({ model, total_spend: money(spend) }));
}

/** Everything that was booked. */
export function totalSpend(proxy: LiteLLMProxy): Body {
  const { written } = proxy.spend;
  return written.length === 0 ? null : money(total(written));
}

function dayOf(day: number, uses: readonly Use[]): Body {
  const table = (name: (use: Use) => string) => Object.fromEntries(sums(uses, name).map(([key, spend]) => [key, money(spend)]));
  return {
    ...table((use) => use.token),
    startTime: dayText(day),
    spend: money(total(uses)),
    users: table((use) => use.userId ?? ''),
    models: table((use) => `openai/${use.model}`),
  };
}

function sums(uses: readonly Use[], name: (use: Use) => string): readonly (readonly [string, number])[] {
  const groups = Map.groupBy(uses, name);
  return [...groups.entries()].map(([key, group]) => [key, total(group)] as const).toSorted(([one], [other]) => byLetters(one, other));
}

function total(uses: readonly Use[]): number {
  return uses.reduce((sum, use) => sum + use.cost, 0);
}

function money(amount: number): Float {
  return new Float(asStored(amount));
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
