import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import { writeJson } from '../values/write-json.ts';
import { Answered } from '../web/endpoint.ts';
import type { DailyCall, Scope } from './daily-calls.ts';
import { idOf } from './daily-calls.ts';
import { knownKey } from './known-key.ts';
import { sumsOf } from './metrics.ts';

/** What an export has a line for. */
export const exportTypes = ['daily', 'daily_with_keys', 'daily_with_models', 'daily_with_users'] as const;
type ExportType = (typeof exportTypes)[number];

/** What is exported, and how. */
export interface ExportRequest {
  readonly scope: Scope;
  readonly type: ExportType;
  readonly format: 'csv' | 'json';
}

/** Lines by day and user or team, and what else was asked for, streamed as a file. */
export function exported(proxy: LiteLLMProxy, calls: readonly DailyCall[], { scope, type, format }: ExportRequest): Answered {
  const lines = linesOf(proxy, calls, { entity: scope.entity, type });
  const name = `${scope.entity}-usage-${scope.from}-${scope.to}-${type}.${format}`;
  const headers = [['cache-control', 'no-store'] as const, ['content-disposition', `attachment; filename="${name}"`] as const];
  const chunks = format === 'json' ? [`[${lines.map((line) => writeJson(line, 'plain')).join(',')}]`] : csvOf(lines);
  return new Answered(null, { headers, stream: { type: format === 'json' ? 'application/json' : 'text/csv; charset=utf-8', chunks } });
}

function linesOf(
  proxy: LiteLLMProxy,
  calls: readonly DailyCall[],
  { entity, type }: Pick<Scope, 'entity'> & Pick<ExportRequest, 'type'>,
): readonly Record<string, Body>[] {
  const part = (call: DailyCall): string => {
    if (type === 'daily_with_keys') return call.token;
    if (type === 'daily_with_models') return call.model;
    return type === 'daily_with_users' ? (keptUser(proxy, call.token) ?? '') : '';
  };
  const groups = Map.groupBy(calls, (call) => JSON.stringify([call.date, idOf(entity, call) ?? '', part(call)]));
  return [...groups]
    .map(([key, own]) => ({ names: JSON.parse(key) as readonly [string, string, string], own })) // as written just above
    .toSorted(
      ({ names: one }, { names: other }) => byLetters(one[0], other[0]) || byLetters(one[1], other[1]) || byLetters(one[2], other[2]),
    )
    .map(({ names: [date, id, called], own }) => {
      const { spend, promptTokens, completionTokens, succeeded, failed } = sumsOf(own);
      const key = type === 'daily_with_keys' ? keptKey(proxy, called) : null;
      const userId = type === 'daily_with_users' && called !== '' ? called : (key?.userId ?? null);
      return {
        date,
        entity_id: id,
        entity_alias: entity === 'team' ? (proxy.people.team(id)?.team_alias ?? null) : null,
        api_key: type === 'daily_with_keys' ? called : null,
        key_alias: key?.alias ?? null,
        user_id: userId,
        user_email: proxy.people.user(userId)?.user_email ?? null,
        model: type === 'daily_with_models' ? called : null,
        spend: new Float(spend),
        flat_cost: new Float(0),
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        api_requests: succeeded + failed,
        successful_requests: succeeded,
        failed_requests: failed,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
      };
    });
}

/** Of a key that left no trace an export knows nothing. */
function keptKey(proxy: LiteLLMProxy, token: string): ReturnType<typeof knownKey> | null {
  const isKept = proxy.keys.get(token) !== undefined || proxy.archive.some(({ row }) => row.token === token);
  return isKept ? knownKey(proxy, token) : null;
}

function keptUser(proxy: LiteLLMProxy, token: string): string | null {
  return keptKey(proxy, token)?.userId ?? null;
}

const columns = [
  'date',
  'entity_id',
  'entity_alias',
  'api_key',
  'key_alias',
  'user_id',
  'user_email',
  'model',
  'spend',
  'flat_cost',
  'prompt_tokens',
  'completion_tokens',
  'api_requests',
  'successful_requests',
  'failed_requests',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
];

function csvOf(lines: readonly Record<string, Body>[]): readonly string[] {
  const rows = lines.map((line) => columns.map((name) => cell(line[name] ?? null)));
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe. */
function cell(value: Body): string {
  if (value === null) return '';
  if (typeof value !== 'string') return writeJson(value, 'plain');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
