import { checkTeamMemberMayCall, existingTeam } from '../access/team-permissions.ts';
import { isAdmin } from '../access/caller.ts';
import type { UpdateRequest } from '../schema/key-schemas.ts';
import { updateFields } from '../schema/key-schemas.ts';
import { keyAsRow, keyWithPlainExpiry } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { keyRow } from '../tables/key-row.ts';

import { objectPermissionBody } from '../tables/object-permission.ts';
import type { Body } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import { tokenFor } from '../values/secrets.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, ProxyFailure, refused } from '../web/failures.ts';
import { checkAmount } from './generation-checks.ts';
import { checkTeamThroughput } from './team-throughput.ts';
import { checkTeamChange } from './update-checks.ts';
import { keyChanges, keyNamed, writeChanges } from './update.ts';

const mostKeys = 500;

/** The fields of one key's change, as they were given. */
export type PartialUpdate = Partial<UpdateRequest['values']>;

/** Changes several keys, each for itself: what fails is listed, and the answer is 200 all the same. */
export function updateKeys(asking: Asking, items: readonly (PartialUpdate & { readonly key: string })[]): Body {
  if (!isAdmin(asking.caller)) throw refused(403, 'Only proxy admins can perform bulk key updates');
  needDatabase(asking);
  if (items.length === 0) throw refused(400, 'No keys provided for update');
  if (items.length > mostKeys) throw refused(400, `Maximum ${mostKeys} keys can be updated at once. Found ${items.length} keys.`);
  const { proxy } = asking;
  return results(
    items.map((item) => {
      const row = proxy.keys.get(tokenFor(item.key));
      const shown = row === undefined ? null : { ...keyWithPlainExpiry(row), litellm_budget_table: proxy.budgetOf(row) };
      return attempt(asking, { key: item.key, shown }, () => changeOne(asking, item, keyNamed(proxy, item.key, null)));
    }),
  );
}

/** One change for many keys of a team. */
export interface TeamUpdate {
  readonly teamId: string;
  readonly keyIds: readonly string[] | null;
  /** All keys that are neither blocked nor expired. */
  readonly all: boolean;
  readonly changes: PartialUpdate;
}

/** Changes many keys of one team in the same way. */
export function updateTeamKeys(asking: Asking, { teamId, keyIds, all, changes }: TeamUpdate): Body {
  const { proxy, caller } = asking;
  needDatabase(asking);
  if (teamId === '') throw refused(400, 'team_id is required');
  if (keyIds !== null && keyIds.length > mostKeys) {
    throw refused(400, `Maximum ${mostKeys} keys can be updated at once. Found ${keyIds.length} key_ids.`);
  }
  const inTeam = proxy.keys.found((row) => row.team_id === teamId);
  const wanted = all ? usable(inTeam, proxy.clock.nowMs()).map((row) => row.token) : withoutRepeats(keyIds ?? []);
  if (all && wanted.length > mostKeys) {
    throw refused(400, `Team ${teamId} has more than ${mostKeys} keys. Use \`key_ids\` to update in batches of ${mostKeys}.`);
  }
  const anchor = inTeam.find((row) => wanted.some((key) => tokenFor(key) === row.token));
  const stranger = keyRow({ token: '', team_id: teamId, created_at: 0, updated_at: 0 });
  if (!isAdmin(caller)) checkTeamMemberMayCall(asking, anchor ?? stranger, '/key/update');
  if (wanted.length === 0) throw refused(404, `No keys found for team ${teamId}`);
  return results(
    wanted.map((key) => {
      const row = inTeam.find(({ token }) => token === tokenFor(key));
      return attempt(asking, { key, shown: row === undefined ? null : keyAsRow(row) }, () => {
        if (row === undefined) throw refused(404, `Key not found in team ${teamId}`);
        return changeOne(asking, { team_id: teamId, ...changes, key }, row);
      });
    }),
  );
}

interface Attempt {
  readonly key: string;
  readonly info: Body;
  readonly reason: string | null;
}

function results(attempts: readonly Attempt[]): Body {
  const [done, failed] = [attempts.filter(({ reason }) => reason === null), attempts.filter(({ reason }) => reason !== null)];
  return {
    total_requested: attempts.length,
    successful_updates: done.map(({ key, info }) => ({ key, key_info: info })),
    failed_updates: failed.map(({ key, info, reason }) => ({ key, key_info: info, failed_reason: reason })),
  };
}

/** A key that is about to be changed, and how it is shown when that fails. */
interface Attempted {
  readonly key: string;
  readonly shown: Record<string, Body> | null;
}

function attempt({ proxy }: Asking, { key, shown }: Attempted, act: () => KeyRow): Attempt {
  try {
    const changed = act();
    return {
      key,
      info: withoutToken(keyAsRow(changed, { object_permission: objectPermissionBody(proxy.objectPermissionOf(changed)) })),
      reason: null,
    };
  } catch (error) {
    return { key, info: shown === null ? null : withoutToken(shown), reason: reasonOf(error) };
  }
}

function withoutToken({ token: _token, ...rest }: Record<string, Body>): Body {
  return rest;
}

function reasonOf(error: unknown): string {
  if (error instanceof HttpFailure) {
    const { detail } = error;
    return typeof detail === 'object' && detail !== null && 'error' in detail ? inserted(detail.error) : inserted(detail);
  }
  if (error instanceof ProxyFailure || error instanceof PlainFailure) return error.message;
  throw error;
}

function changeOne(asking: Asking, update: PartialUpdate, row: KeyRow): KeyRow {
  const { proxy, caller } = asking;
  const request = asRequest(update);
  const { team_id: teamId, max_budget: amount } = request.values;
  checkAmount('max_budget', amount);
  checkTeamMemberMayCall(asking, row, '/key/update');
  if (teamId !== null && teamId !== '') {
    const team = existingTeam(proxy, teamId);
    checkTeamThroughput(proxy, team, { ...request.values, ownToken: row.token });
    if (teamId !== row.team_id) checkTeamChange(caller, row, team);
  }
  const changed = writeChanges(proxy, row, keyChanges(proxy, request, row));
  proxy.note('key-updated', row.token, [...request.names]);
  return changed;
}

/** A change as if it had come to `/key/update` with just these fields. */
function asRequest(update: PartialUpdate): UpdateRequest {
  const fallbacks = Object.fromEntries(Object.entries(updateFields).map(([name, field]) => [name, field.fallback ?? null]));
  const values = { ...fallbacks, ...update } as UpdateRequest['values']; // every field has its fallback or a given value
  return { values, names: new Set(Object.keys(update)), fields: updateFields };
}

function usable(rows: readonly KeyRow[], nowMs: number): readonly KeyRow[] {
  const fits = rows.filter((row) => row.blocked !== true && (row.expires === null || row.expires > nowMs));
  return fits.toSorted((one, other) => (one.token < other.token ? -1 : 1));
}

function withoutRepeats(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => !seen.has(tokenFor(key)) && seen.add(tokenFor(key)));
}

function needDatabase({ proxy }: Asking): void {
  if (!proxy.settings.database) throw refused(500, 'Database not connected');
}
