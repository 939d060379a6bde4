import { windowUsage } from '../access/budgets.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { archivedBody } from '../tables/archive.ts';
import { keyAsRow } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { objectPermissionBody } from '../tables/object-permission.ts';
import type { Body } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { tokenFor } from '../values/secrets.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, notFound } from '../web/failures.ts';
import type { NamedKeys } from './end.ts';
import { maySeeKey } from './key-access.ts';
import { keyStatus } from './key-status.ts';

/** One key, alive or from the archive, without its hash. What was asked for is echoed. */
export function keyInfo(asking: Asking, asked: string | null): Body {
  const { proxy, caller } = asking;
  const named = asked || caller.apiKey || '';
  const token = tokenFor(named);
  const live = proxy.keys.get(token);
  const deleted = live === undefined ? proxy.archive.findLast(({ row }) => row.token === token) : undefined;
  const row = live ?? deleted?.row;
  if (row === undefined) throw notFound('Key not found in database', 'key');
  if (!maySeeKey(asking, row, named)) {
    throw new HttpFailure(403, `You are not allowed to access this key's info. Your role=${caller.role}`);
  }
  const { token: _hash, ...info } = deleted === undefined ? rowWithBudget(proxy, row) : archivedBody(deleted);
  const permission = objectPermissionBody(proxy.objectPermissionOf(row));
  return {
    key: named,
    info: {
      ...info,
      object_permission: permission,
      status: deleted === undefined ? keyStatus(row, proxy.clock.nowMs()) : 'deleted',
      ...(deleted === undefined ? usage(proxy, row) : {}),
    },
  };
}

/** Several keys; those that are not there or not to be seen are left out. */
export function keysInfo(asking: Asking, asked: NamedKeys): Body {
  const { proxy } = asking;
  const byAlias = (asked.key_aliases ?? []).flatMap((alias) => proxy.keys.withAlias(alias).map((row) => row.token));
  const tokens = new Set([...(asked.keys ?? []).map(tokenFor), ...byAlias]);
  const rows = proxy.keys.inPlace([...tokens].flatMap((token) => proxy.keys.get(token) ?? []));
  return {
    key: asked.keys === null ? null : [...asked.keys],
    info: rows
      .filter((row) => maySeeKey(asking, row, row.token))
      .map((row) => {
        const { token: _hash, ...info } = rowWithBudget(proxy, row);
        return { ...info, ...usage(proxy, row) };
      }),
  };
}

function rowWithBudget(proxy: LiteLLMProxy, row: KeyRow): Record<string, Body> {
  return keyAsRow(row, { litellm_budget_table: proxy.budgetOf(row) });
}

/** What was spent in each window, for keys that have windows. */
function usage(proxy: LiteLLMProxy, row: KeyRow): Record<string, Body> {
  const windows = windowUsage(proxy, row);
  if (windows.length === 0) return {};
  const spent = windows.map(({ duration, spend }) => [duration, { current_spend: new Float(Math.round(spend * 1e4) / 1e4) }] as const);
  return { budget_limits_usage: Object.fromEntries(spent) };
}
