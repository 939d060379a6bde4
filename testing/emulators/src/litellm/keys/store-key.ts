import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { fitColumns } from '../tables/columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { changedKey } from '../tables/key-row.ts';
import { writeJson } from '../values/write-json.ts';
import { stored } from '../values/stored-json.ts';
import { internalError } from '../web/failures.ts';

/** The one letter that the database does not keep, as JSON spells it. */
const noLetter = String.raw`\u0000`;

/**
 * Writes a new key into the database as that keeps things. Returns what was there before under that hash: then nothing
 * is written.
 * @throws {HttpFailure} 500 for what the database does not take
 */
export function storeNewKey(proxy: LiteLLMProxy, row: KeyRow, secret: string): KeyRow | undefined {
  if (row.budget_id !== null && !proxy.budgets.has(row.budget_id)) throw internalError();
  if (!fitColumns(row) || writeJson(row.metadata, 'plain').includes(noLetter)) throw internalError();
  const existing = proxy.keys.get(row.token);
  if (existing !== undefined) {
    proxy.note('key-repeated', row.token);
    return existing;
  }
  proxy.keys.put(changedKey(row, asStored(row)));
  proxy.secrets.set(row.token, secret);
  proxy.resets.watchKey(row);
  proxy.note('key-created', row.token, row.key_alias);
  return undefined;
}

/** JSON columns come back with their names in another order. */
function asStored(row: KeyRow): Partial<KeyRow> {
  const { aliases, config, router_settings, permissions, metadata, budget_fallbacks } = row;
  const columns = Object.entries({ aliases, config, router_settings, permissions, metadata, budget_fallbacks });
  return Object.fromEntries(columns.map(([name, value]) => [name, stored(value)]));
}
