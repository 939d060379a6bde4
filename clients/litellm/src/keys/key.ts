import { DecodeError } from '@keyrack/http';
import { readBudget, readBudgetWindows } from '../budgets/budget.ts';
import type { Budget, BudgetWindow } from '../budgets/budget.ts';
import { readObjectPermission } from './object-permission.ts';
import type { ShownObjectPermission } from './object-permission.ts';
import { readInstant } from '../values/instant.ts';
import {
  readBoolean,
  readCount,
  readFlag,
  readNumber,
  readObject,
  readRecord,
  readRecordOrNull,
  readRequiredText,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

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
  readonly object_permission: ShownObjectPermission | null;
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

/** @throws {DecodeError} when the answer is not a key. */
export function decodeKey(body: unknown, path = ''): Key {
  const fields = readObject(body, path);
  return readKey(fields, readRequiredText(fields['token'], path === '' ? 'token' : `${path}.token`));
}

/** Reads a key whose token is known, whatever the answer says of it. */
export function readKey(fields: Fields, token: string): Key {
  // Written out, and not read from a table: lists of keys are long, and this is five times as fast.
  return {
    token,
    organization_id: readText(fields['organization_id'] ?? fields['org_id']),
    key_name: readText(fields['key_name']),
    key_alias: readText(fields['key_alias']),
    status: readStatus(fields['status']),
    spend: readCount(fields['spend']),
    total_spend: readCount(fields['total_spend']),
    max_budget: readNumber(fields['max_budget']),
    budget_duration: readText(fields['budget_duration']),
    budget_reset_at: readInstant(fields['budget_reset_at']),
    budget_limits: readBudgetWindows(fields['budget_limits']),
    budget_id: readText(fields['budget_id']),
    litellm_budget_table: readBudget(fields['litellm_budget_table']),
    soft_budget_cooldown: readFlag(fields['soft_budget_cooldown']),
    budget_fallbacks: readRecord(fields['budget_fallbacks']),
    model_spend: readRecord(fields['model_spend']),
    model_max_budget: readRecord(fields['model_max_budget']),
    expires: readInstant(fields['expires']),
    blocked: readBoolean(fields['blocked']),
    models: readTexts(fields['models']),
    aliases: readRecord(fields['aliases']),
    config: readRecord(fields['config']),
    router_settings: readRecordOrNull(fields['router_settings']),
    permissions: readRecord(fields['permissions']),
    metadata: readRecord(fields['metadata']),
    max_parallel_requests: readNumber(fields['max_parallel_requests']),
    tpm_limit: readNumber(fields['tpm_limit']),
    rpm_limit: readNumber(fields['rpm_limit']),
    tpd_limit: readNumber(fields['tpd_limit']),
    allowed_cache_controls: readTexts(fields['allowed_cache_controls']),
    allowed_routes: readTexts(fields['allowed_routes']),
    key_type: readText(fields['key_type']),
    policies: readTexts(fields['policies']),
    access_group_ids: readTexts(fields['access_group_ids']),
    user_id: readText(fields['user_id']),
    team_id: readText(fields['team_id']),
    agent_id: readText(fields['agent_id']),
    project_id: readText(fields['project_id']),
    object_permission_id: readText(fields['object_permission_id']),
    object_permission: readObjectPermission(fields['object_permission']),
    created_at: readInstant(fields['created_at']),
    created_by: readText(fields['created_by']),
    updated_at: readInstant(fields['updated_at']),
    updated_by: readText(fields['updated_by']),
    settings_updated_at: readInstant(fields['settings_updated_at']),
    last_active: readInstant(fields['last_active']),
    rotation_count: readCount(fields['rotation_count']),
    auto_rotate: readFlag(fields['auto_rotate']),
    rotation_interval: readText(fields['rotation_interval']),
    last_rotation_at: readInstant(fields['last_rotation_at']),
    key_rotation_at: readInstant(fields['key_rotation_at']),
    deleted_at: readInstant(fields['deleted_at']),
    deleted_by: readText(fields['deleted_by']),
    deleted_by_api_key: readText(fields['deleted_by_api_key']),
    litellm_changed_by: readText(fields['litellm_changed_by']),
  };
}

/**
 * Reads the answer about a single key, which names the key as it was asked for and leaves its token out.
 *
 * @throws {DecodeError}
 */
export function decodeKeyInfo(token: string, body: unknown): Key {
  return readKey(readObject(readObject(body, '')['info'], 'info'), token);
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
