import { readObject, readText, readTexts } from '../values/reading.ts';

/** What members of a team may do with its keys. */
export interface TeamPermissions {
  readonly team_id: string | null;
  readonly team_member_permissions: readonly string[];
  /** Everything that they could be allowed to. */
  readonly all_available_permissions: readonly string[];
}

/** @throws {DecodeError} */
export function decodePermissions(body: unknown): TeamPermissions {
  const fields = readObject(body, '');
  return {
    team_id: readText(fields['team_id']),
    team_member_permissions: readTexts(fields['team_member_permissions']),
    all_available_permissions: readTexts(fields['all_available_permissions']),
  };
}
