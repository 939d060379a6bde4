import { checkParameters, flag, refuse, texts } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readObject, readText, readTexts } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** What members of a team may do with its keys. */
export interface TeamPermissions {
  readonly team_id: string | null;
  readonly team_member_permissions: readonly string[];
  /** Everything that they could be allowed to. */
  readonly all_available_permissions: readonly string[];
}

/** What members shall be allowed to besides what they may, and in which teams. */
export interface AddTeamPermissions {
  /** Routes such as `/key/generate`; the proxy knows them all. */
  readonly permissions: readonly string[];
  /** Either these, */
  readonly team_ids?: readonly string[];
  /** or all. */
  readonly apply_to_all_teams?: boolean;
}

/** In how many teams members may do more now. */
export interface AddedTeamPermissions {
  readonly teams_updated: number;
  readonly permissions_appended: readonly string[];
  readonly message: string | null;
}

const addChecks: Checks<AddTeamPermissions> = { permissions: texts, team_ids: texts, apply_to_all_teams: flag };

/** @throws {DecodeError} */
export function decodePermissions(body: unknown): TeamPermissions {
  const fields = readObject(body, '');
  return {
    team_id: readText(fields['team_id']),
    team_member_permissions: readTexts(fields['team_member_permissions']),
    all_available_permissions: readTexts(fields['all_available_permissions']),
  };
}

/** @throws {ConfigurationError} */
export function addPermissionsBody(addition: AddTeamPermissions): Fields {
  const body = checkParameters('permissions of teams', addition, addChecks);
  const { permissions, team_ids: teamIds = [], apply_to_all_teams: all = false } = addition;
  if (permissions === undefined || permissions.length === 0) throw refuse('permissions needs at least one route');
  if (all === teamIds.length > 0) throw refuse('name either team_ids or apply_to_all_teams');
  return body;
}

/** @throws {DecodeError} */
export function decodeAddedPermissions(body: unknown): AddedTeamPermissions {
  const fields = readObject(body, '');
  return {
    teams_updated: readCount(fields['teams_updated']),
    permissions_appended: readTexts(fields['permissions_appended']),
    message: readText(fields['message']),
  };
}
