import { createHash } from 'node:crypto';
import { isAdmin } from '../access/caller.ts';
import { mayChangeTeam, teamDenied } from '../access/team-admins.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Body, Json, JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { badRequest, refused } from '../web/failures.ts';

/** A system that hears of a team's calls, as it is asked for. */
export interface NewCallback {
  readonly callback_name: string;
  readonly callback_type: 'success' | 'failure' | 'success_and_failure' | null;
  readonly callback_vars: ReadonlyMap<string, string>;
}

const encryptedMark = 'litellm_enc::';
const redacted = '***REDACTED***';
/** Parts of names whose values are kept encrypted. */
const secretParts = new Set([
  'password',
  'secret',
  'key',
  'token',
  'auth',
  'authorization',
  'credential',
  'credentials',
  'access',
  'private',
]);

/** The callbacks of a team, what is secret in them left out. */
export function callbacksBody(asking: Asking, teamId: string): Body {
  const { success, failure, variables } = inEffect(teamToRead(asking, teamId));
  const shown = [...variables].map(([name, value]) => [name, isSecret(name) ? redacted : value] as const);
  return {
    status: 'success',
    data: { team_id: teamId, success_callbacks: success, failure_callbacks: failure, callback_vars: new Map(shown) },
  };
}

/** Lets a system hear of a team's calls. */
export function addCallback(asking: Asking, teamId: string, callback: NewCallback): TeamRow {
  const { proxy } = asking;
  const team = teamToRead(asking, teamId, 400);
  const { callback_name: name, callback_type: kind, callback_vars: variables } = callback;
  const entries = entriesOf(team);
  if (entries.some((entry) => entry.get('callback_name') === name && entry.get('callback_type') === kind)) {
    const event = kind ?? 'None';
    throw badRequest(
      `callback_name = ${name} already exists in team_callback_settings, for team_id = ${teamId} and event = ${event}`,
      'callback_name',
    );
  }
  const kept = new Map([...variables].map(([variable, value]) => [variable, isSecret(variable) ? encrypted(value) : value] as const));
  const entry = new Map<string, Json>([
    ['callback_name', name],
    ['callback_type', kind],
    ['callback_vars', kept],
  ]);
  const changed = changeLogging(team, [...entries, entry]);
  proxy.note('team-updated', teamId, ['metadata']);
  return proxy.people.changeTeam(team, { metadata: changed, updated_at: proxy.nowMs });
}

/** Lets a system hear of a team's calls no more. */
export function removeCallback(asking: Asking, teamId: string, name: string): Body {
  const { proxy } = asking;
  const team = teamToRead(asking, teamId);
  const left = entriesOf(team).filter((entry) => entry.get('callback_name') !== name);
  if (left.length === entriesOf(team).length) throw refused(404, `callback_name = ${name} is not registered for team_id = ${teamId}.`);
  const changed = proxy.people.changeTeam(team, { metadata: changeLogging(team, left), updated_at: proxy.nowMs });
  proxy.note('team-updated', teamId, ['metadata']);
  const { success, failure } = inEffect(changed);
  const data = { team_id: teamId, success_callbacks: success, failure_callbacks: failure };
  return { status: 'success', message: `Callback ${name} removed for team ${teamId}`, data };
}

/** Lets nobody hear of a team's calls. The older settings are emptied too. */
export function disableLogging({ proxy }: Asking, teamId: string): Body {
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId, 404);
  const none = new Map<string, Json>(['success_callback', 'failure_callback', 'callbacks'].map((name) => [name, []]));
  none.set('callback_vars', new Map());
  const emptied = new Map(team.metadata).set('callback_settings', none).set('logging', []);
  proxy.people.changeTeam(team, { metadata: stored(emptied) as JsonObject, updated_at: proxy.nowMs }); // an object stays one
  proxy.note('team-updated', teamId, ['metadata']);
  const data = { team_id: teamId, success_callbacks: [], failure_callbacks: [] };
  return { status: 'success', message: `Logging disabled for team ${teamId}`, data };
}

/** Whoever may not change a team does not learn whether there is one. @throws {HttpFailure} */
function teamToRead({ proxy, caller }: Asking, teamId: string, missing: 400 | 404 = 404): TeamRow {
  const team = proxy.people.team(teamId);
  if (team === null) throw isAdmin(caller) ? noTeam(teamId, missing) : teamDenied();
  if (!mayChangeTeam(caller, team)) throw teamDenied();
  return team;
}

function noTeam(teamId: string, status: number): Error {
  return refused(status, `Team id = ${teamId} does not exist.`);
}

function entriesOf({ metadata }: TeamRow): readonly JsonObject[] {
  const logging = metadata.get('logging');
  return Array.isArray(logging) ? logging.filter((entry: Json): entry is JsonObject => isObject(entry)) : [];
}

function changeLogging(team: TeamRow, entries: readonly JsonObject[]): JsonObject {
  return stored(new Map(team.metadata).set('logging', entries)) as JsonObject; // an object stays one
}

function inEffect(team: TeamRow): {
  readonly success: readonly string[];
  readonly failure: readonly string[];
  readonly variables: ReadonlyMap<string, Json>;
} {
  const success = new Set<string>();
  const failure = new Set<string>();
  const variables = new Map<string, Json>();
  for (const entry of entriesOf(team)) {
    const name = String(entry.get('callback_name'));
    const kind = entry.get('callback_type');
    if (kind !== 'failure') success.add(name);
    if (kind !== 'success') failure.add(name);
    const own = entry.get('callback_vars');
    if (isObject(own)) for (const [variable, value] of own) variables.set(variable, value);
  }
  return { success: [...success], failure: [...failure], variables };
}

function isSecret(name: string): boolean {
  return name === 'gcs_path_service_account' || name.split('_').some((part) => secretParts.has(part));
}

function encrypted(value: string): string {
  return `${encryptedMark}${createHash('sha256').update(value).digest('base64url')}=`;
}
