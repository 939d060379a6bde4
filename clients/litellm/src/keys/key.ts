import { DecodeError } from '@keyrack/http';
import { readBudget, readBudgetWindows } from '../budgets/budget.ts';
import type { Budget, BudgetWindow } from '../budgets/budget.ts';
import { readInstant } from '../values/instant.ts';
import {
  readBoolean,
  readCount,
  readFields,
  readFlag,
  readNumber,
  readObject,
  readRecord,
  readRecordOrNull,
  readRequiredText,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** What a key can be. A blocked key is `revoked`, expired or not; a deleted one is shown from the archive. */
export type KeyStatus = 'active' | 'expired' | 'revoked' | 'deleted';

/**
 * A virtual key as the proxy shows it, under the proxy's own names; only `token` is certain. Instants are ISO 8601 in UTC with
 * milliseconds, whichever of its forms the proxy chose; amounts are in the proxy's currency, US dollars unless it was set up otherwise.
 */
export interface Key {
  /** SHA-256 of the secret as 64 hex digits: the key's id, and no secret. */
  readonly token: string;
  /** `sk-...` and the last four characters of the secret. */
  readonly key_name: string | null;
  /** Unique over all keys but by a look-up only: two made at the same moment can share one. */
  readonly key_alias: string | null;
  /** Shown for single keys, null in lists and in the answers of changes. */
  readonly status: KeyStatus | null;
  /** What the key has spent of `max_budget`, up to ten seconds late. */
  readonly spend: number;
  /** What the key has spent in its whole life. */
  readonly total_spend: number;
  /** The limit of `spend`; 0 means nothing at all, null no limit. */
  readonly max_budget: number | null;
  /** After which time `spend` starts at 0 again, at calendar boundaries in UTC: `1d` midnight, `7d` Monday, `30d` the first. */
  readonly budget_duration: string | null;
  readonly budget_reset_at: string | null;
  /** Budgets for several windows of time at once. */
  readonly budget_limits: readonly BudgetWindow[] | null;
  readonly budget_id: string | null;
  /** The budget of `budget_id`; also where a `soft_budget` lives. */
  readonly litellm_budget_table: Budget | null;
  readonly soft_budget_cooldown: boolean;
  readonly budget_fallbacks: Fields;
  readonly model_spend: Fields;
  /** Needs a licensed proxy. */
  readonly model_max_budget: Fields;
  /** When the key ends; null: never. */
  readonly expires: string | null;
  readonly blocked: boolean | null;
  /** The models that the key may call; empty: all. */
  readonly models: readonly string[];
  /** Names for models that only this key has. */
  readonly aliases: Fields;
  readonly config: Fields;
  readonly router_settings: Fields | null;
  readonly permissions: Fields;
  /** Whatever was given; the proxy keeps limits of single models and further settings here too, and gives names in an order of its own. */
  readonly metadata: Fields;
  readonly max_parallel_requests: number | null;
  /** Tokens per minute. */
  readonly tpm_limit: number | null;
  /** Requests per minute. */
  readonly rpm_limit: number | null;
  /** Tokens per day. */
  readonly tpd_limit: number | null;
  readonly allowed_cache_controls: readonly string[];
  /** The routes that the key may call; empty: what its kind may. */
  readonly allowed_routes: readonly string[];
  /** `default`, `llm_api`, `management` or `read_only`. */
  readonly key_type: string | null;
  readonly policies: readonly string[];
  readonly access_group_ids: readonly string[];
  readonly user_id: string | null;
  readonly team_id: string | null;
  readonly agent_id: string | null;
  readonly project_id: string | null;
  /** Called `org_id` in lists and by `block`. */
  readonly organization_id: string | null;
  readonly object_permission_id: string | null;
  readonly object_permission: Fields | null;
  readonly created_at: string | null;
  readonly created_by: string | null;
  /** Moves with every change and every use that is booked. */
  readonly updated_at: string | null;
  readonly updated_by: string | null;
  /** Moves with every change, also with one that changes nothing. */
  readonly settings_updated_at: string | null;
  /** The last call of a model, up to ten seconds late. */
  readonly last_active: string | null;
  readonly rotation_count: number;
  /** Kept by every proxy; only a licensed one acts on it. */
  readonly auto_rotate: boolean;
  readonly rotation_interval: string | null;
  readonly last_rotation_at: string | null;
  readonly key_rotation_at: string | null;
  /** Only in the archive. */
  readonly deleted_at: string | null;
  /** Only in the archive: the user who deleted it. */
  readonly deleted_by: string | null;
  /** Only in the archive: the token of the key it was deleted with. */
  readonly deleted_by_api_key: string | null;
  /** Only in the archive: whom the caller named with the header `litellm-changed-by`. */
  readonly litellm_changed_by: string | null;
}

const keyFields: Readers<Omit<Key, 'token' | 'organization_id'>> = {
  key_name: readText,
  key_alias: readText,
  status: readStatus,
  spend: readCount,
  total_spend: readCount,
  max_budget: readNumber,
  budget_duration: readText,
  budget_reset_at: readInstant,
  budget_limits: readBudgetWindows,
  budget_id: readText,
  litellm_budget_table: readBudget,
  soft_budget_cooldown: readFlag,
  budget_fallbacks: readRecord,
  model_spend: readRecord,
  model_max_budget: readRecord,
  expires: readInstant,
  blocked: readBoolean,
  models: readTexts,
  aliases: readRecord,
  config: readRecord,
  router_settings: readRecordOrNull,
  permissions: readRecord,
  metadata: readRecord,
  max_parallel_requests: readNumber,
  tpm_limit: readNumber,
  rpm_limit: readNumber,
  tpd_limit: readNumber,
  allowed_cache_controls: readTexts,
  allowed_routes: readTexts,
  key_type: readText,
  policies: readTexts,
  access_group_ids: readTexts,
  user_id: readText,
  team_id: readText,
  agent_id: readText,
  project_id: readText,
  object_permission_id: readText,
  object_permission: readRecordOrNull,
  created_at: readInstant,
  created_by: readText,
  updated_at: readInstant,
  updated_by: readText,
  settings_updated_at: readInstant,
  last_active: readInstant,
  rotation_count: readCount,
  auto_rotate: readFlag,
  rotation_interval: readText,
  last_rotation_at: readInstant,
  key_rotation_at: readInstant,
  deleted_at: readInstant,
  deleted_by: readText,
  deleted_by_api_key: readText,
  litellm_changed_by: readText,
};

/** @throws {DecodeError} when the answer is not a key. */
export function decodeKey(body: unknown, path = ''): Key {
  const fields = readObject(body, path);
  const token = readRequiredText(fields['token'], path === '' ? 'token' : `${path}.token`);
  return { token, organization_id: readText(fields['organization_id'] ?? fields['org_id']), ...readFields(fields, keyFields) };
}

/**
 * Reads the answer about a single key, which names the key as it was asked for and leaves its token out.
 *
 * @throws {DecodeError}
 */
export function decodeKeyInfo(token: string, body: unknown): Key {
  return decodeKey({ ...readObject(readObject(body, '')['info'], 'info'), token }, 'info');
}

/** Reads what a key is told about itself. @throws {DecodeError} */
export function decodeOwnKey(body: unknown): Key {
  const token = readRequiredText(readObject(body, '')['key'], 'key');
  if (!/^[0-9a-f]{64}$/.test(token)) throw new DecodeError('key', 'a token');
  return decodeKeyInfo(token, body);
}

function readStatus(value: unknown): KeyStatus | null {
  return value === 'active' || value === 'expired' || value === 'revoked' || value === 'deleted' ? value : null;
}
