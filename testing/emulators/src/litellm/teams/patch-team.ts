import type { UpdateTeamRequest } from '../schema/team-schemas.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { emptyObject, isObject } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import { PlainFailure, refused } from '../web/failures.ts';
import type { PatchTeamRequest } from '../schema/team-schemas.ts';
import { updateTeam } from './update-team.ts';

/** Limits that live in the metadata: null is taken for a column that is not there. */
const keptInMetadata = ['model_rpm_limit', 'model_tpm_limit', 'mcp_rpm_limit'] as const;

/** Changes a team as an update does, but merges the metadata. */
export function patchTeam(asking: Asking, teamId: string, request: PatchTeamRequest): TeamRow {
  const { values, names, fields } = request;
  if (values.team_id !== null && values.team_id !== teamId) {
    throw refused(400, `team_id in body (${values.team_id}) does not match team_id in path (${teamId})`);
  }
  const row = asking.proxy.people.team(teamId);
  if (names.has('metadata') && row === null) throw refused(404, `Team not found, passed team_id=${teamId}`);
  const metadata = values.metadata === null ? null : merged(row?.metadata ?? emptyObject, values.metadata);
  const update: UpdateTeamRequest = {
    values: { ...values, team_id: teamId, metadata },
    names: new Set([...names].filter((name) => name !== 'team_id')),
    fields: fields as unknown as UpdateTeamRequest['fields'], // the same but for the id
  };
  const cleared = keptInMetadata.find((name) => names.has(name) && values[name] === null);
  if (cleared !== undefined && row !== null)
    throw new PlainFailure(`Could not find field at \`updateOneLiteLLM_TeamTable.data.${cleared}\``);
  return updateTeam(asking, update);
}

function merged(before: JsonObject, patch: JsonObject): JsonObject {
  const result = new Map(before);
  for (const [name, value] of patch) {
    if (value === null) result.delete(name);
    else result.set(name, isObject(value) ? merged(objectOf(result.get(name)), value) : value);
  }
  return result;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : emptyObject;
}
