import { amount, checkParameters, nonEmptyText, orNull, refuse, text, texts, object } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { isFields, readCount, readList, readObject, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { tokenOf } from './key-hash.ts';
import type { KeyReference } from './key-hash.ts';
import { objectPermission } from './key-settings.ts';
import type { ObjectPermission } from './key-settings.ts';
import { decodeKey } from './key.ts';
import type { Key } from './key.ts';
import { updateBody } from './update-key.ts';
import type { UpdateKey } from './update-key.ts';

/** One key of many, and what shall change in it: the proxy reads nothing else. Null clears. */
export interface BulkUpdateKey {
  readonly key: KeyReference;
  readonly budget_id?: string | null;
  readonly max_budget?: number | null;
  /** Also the way to repair a key whose team is not there. */
  readonly team_id?: string | null;
  /** Needs a licensed proxy. */
  readonly tags?: readonly string[];
  readonly object_permission?: ObjectPermission;
}

const bulkFields = [
  'max_budget',
  'budget_id',
  'budget_duration',
  'budget_limits',
  'model_max_budget',
  'tpm_limit',
  'rpm_limit',
  'model_tpm_limit',
  'model_rpm_limit',
  'max_parallel_requests',
  'rpm_limit_type',
  'tpm_limit_type',
  'temp_budget_increase',
  'temp_budget_expiry',
  'duration',
  'tags',
  'metadata',
] as const satisfies readonly (keyof UpdateKey)[];

/** One change for many keys of a team. */
export interface BulkUpdateTeamKeys {
  readonly team_id: string;
  /** Up to 500. */
  readonly key_ids?: readonly KeyReference[] | null;
  /** All keys of the team that are neither blocked nor expired. @default false */
  readonly all_keys_in_team?: boolean;
  readonly update_fields: Pick<UpdateKey, (typeof bulkFields)[number]>;
}

/** What became of one change among many. */
export interface BulkUpdatedKey {
  readonly token: string;
  /** The key as it is now; null when it is not there. */
  readonly key: Key | null;
  /** Why it was not changed; null when it was. */
  readonly failed_reason: string | null;
}

/** What became of many changes: the proxy answers 200 even when all of them fail. */
export interface BulkUpdate {
  readonly total_requested: number;
  readonly successful_updates: readonly BulkUpdatedKey[];
  readonly failed_updates: readonly BulkUpdatedKey[];
}

const mostKeys = 500;

const bulkChecks: Checks<Omit<BulkUpdateKey, 'key'>> = {
  budget_id: orNull(text),
  max_budget: orNull(amount),
  team_id: orNull(text),
  tags: texts,
  object_permission: objectPermission,
};

/** @throws {ConfigurationError} */
export async function bulkUpdateBody(updates: readonly BulkUpdateKey[]): Promise<Fields> {
  checkCount(updates);
  const keys = updates.map(async (update) => {
    const { key, ...changes } = object('one of many changes', update);
    return { key: await tokenOf(key), ...checkParameters('one of many changes', changes, bulkChecks) };
  });
  return { keys: await Promise.all(keys) };
}

/** @throws {ConfigurationError} */
export async function bulkUpdateTeamBody(update: BulkUpdateTeamKeys): Promise<Fields> {
  const { team_id: teamId, key_ids: keys, ...rest } = object('a change of many keys', update);
  nonEmptyText('team_id', teamId);
  const { all_keys_in_team: all = false, update_fields: changes } = rest;
  if (all === (Array.isArray(keys) && keys.length > 0)) throw refuse('give either key_ids or all_keys_in_team');
  const unknown = Object.keys(object('update_fields', changes)).find((name) => !bulkFields.some((known) => known === name));
  if (unknown !== undefined) throw refuse(`a change of many keys has no "${unknown}"`);
  if (Object.keys(changes).length === 0) throw refuse('update_fields names at least one change');
  const named = all ? { all_keys_in_team: true } : { key_ids: await tokensOf(keys ?? []) };
  return { team_id: teamId, ...named, update_fields: updateBody(changes) };
}

/** @throws {DecodeError} */
export function decodeBulkUpdate(body: unknown): BulkUpdate {
  const fields = readObject(body, '');
  const results = (name: string): readonly BulkUpdatedKey[] =>
    readList(fields[name], name).map((result, index) => readResult(readObject(result, `${name}[${index}]`)));
  return {
    total_requested: readCount(fields['total_requested']),
    successful_updates: results('successful_updates'),
    failed_updates: results('failed_updates'),
  };
}

/** Every key was named by its token, so that is what the answer names. */
function readResult({ key, key_info: info, failed_reason: reason }: Fields): BulkUpdatedKey {
  const token = readText(key) ?? '';
  return { token, key: isFields(info) && token !== '' ? decodeKey({ ...info, token }) : null, failed_reason: readText(reason) };
}

async function tokensOf(keys: readonly KeyReference[]): Promise<readonly string[]> {
  checkCount(keys);
  return Promise.all(keys.map(tokenOf));
}

function checkCount(items: readonly unknown[]): void {
  if (!Array.isArray(items) || items.length === 0 || items.length > mostKeys) throw refuse(`1 to ${mostKeys} keys are changed at once`);
}
