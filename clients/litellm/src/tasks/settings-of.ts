import type { Budget } from '../budgets/budget.ts';
import type { KeySettings, ObjectPermission } from '../keys/key-settings.ts';
import type { GenerateKey } from '../keys/generate-key.ts';
import type { Key } from '../keys/key.ts';
import { object, refuse } from '../values/parameter-checks.ts';
import { isFields } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { isSameJson } from './same-json.ts';

/** Everything that was said of a key, as it is said of a new one. Its secret and when it ends are not in it. */
export type CopiedSettings = KeySettings & Pick<GenerateKey, 'key_type'>;

/** Settings that are sent as they are shown. */
const plainNames = [
  'key_alias',
  'models',
  'max_budget',
  'budget_duration',
  'budget_fallbacks',
  'model_max_budget',
  'max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
  'tpd_limit',
  'blocked',
  'metadata',
  'aliases',
  'config',
  'router_settings',
  'permissions',
  'allowed_cache_controls',
  'policies',
  'access_group_ids',
  'rotation_interval',
  'user_id',
  'team_id',
  'agent_id',
  'project_id',
  'organization_id',
] as const satisfies readonly (keyof Key & keyof KeySettings)[];

/** What the proxy lets a kind of key call. */
const routesOfType: Readonly<Record<string, string>> = {
  llm_api: 'llm_api_routes',
  management: 'management_routes',
  read_only: 'info_routes',
};
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Tells what has to be said of a new key to make it like this one. Limits of single models and whatever else the proxy keeps in the
 * `metadata` is in there.
 *
 * @param key - as `keys.info` gives it: lists leave some of it out.
 */
export function settingsOf(key: Key): CopiedSettings {
  const { metadata, allowed_routes: routes } = object('a key', key);
  if (!isFields(metadata) || !Array.isArray(routes)) throw refuse('a key is what keys.info gives');
  const settings: Record<string, unknown> = {};
  for (const name of plainNames) if (!isNothing(key[name])) settings[name] = key[name];
  if (key.spend !== 0) settings['spend'] = key.spend;
  if (key.auto_rotate) settings['auto_rotate'] = true;
  if (key.budget_limits !== null && key.budget_limits.length > 0) {
    settings['budget_limits'] = key.budget_limits.map(({ budget_duration: duration, max_budget: most }) => ({
      budget_duration: duration,
      max_budget: most,
    }));
  }
  // Every name is one of a new key's, and every value was shown under it.
  return { ...(settings as CopiedSettings), ...budgetOf(key), ...routesOf(key), ...permissionOf(key) };
}

/** The names of the settings in which two keys differ. */
export function differences(one: CopiedSettings, other: CopiedSettings): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !isSameJson(Reflect.get(one, name), Reflect.get(other, name))).toSorted();
}

/** Null and what is empty stand for "nothing said". A budget of 0 is something. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A limit that only warns lives in a budget that the proxy has made for this key alone; any other budget is shared. */
function budgetOf({ budget_id: id, litellm_budget_table: budget }: Key): Pick<KeySettings, 'budget_id' | 'soft_budget'> {
  if (id === null) return {};
  return budget !== null && isSoftOnly(budget) && uuidForm.test(id) ? { soft_budget: budget.soft_budget } : { budget_id: id };
}

function isSoftOnly(budget: Budget): boolean {
  const { soft_budget: soft, max_budget, budget_duration, tpm_limit, rpm_limit, tpd_limit, max_parallel_requests, allowed_models } = budget;
  const others = [max_budget, budget_duration, tpm_limit, rpm_limit, tpd_limit, max_parallel_requests, allowed_models];
  return soft !== null && others.every(isNothing);
}

/** The kind of a key sets its routes; where they were changed since, the routes themselves are said. */
function routesOf({ key_type: type, allowed_routes: routes }: Key): Pick<CopiedSettings, 'key_type' | 'allowed_routes'> {
  const own = type === null ? undefined : routesOfType[type];
  if (own !== undefined && routes.length === 1 && routes[0] === own) return { key_type: type as 'llm_api' | 'management' | 'read_only' }; // it has routes
  return routes.length === 0 ? {} : { allowed_routes: routes };
}

function permissionOf({ object_permission: permission }: Key): Pick<KeySettings, 'object_permission'> {
  if (!isFields(permission)) return {};
  const { object_permission_id: _, ...rest } = permission;
  const said: Fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => !isNothing(value)));
  // Shown under the names that it is said with.
  return Object.keys(said).length === 0 ? {} : { object_permission: said as ObjectPermission };
}
