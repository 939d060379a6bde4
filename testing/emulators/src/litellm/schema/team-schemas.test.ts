import { expect, test } from 'vitest';
import { newTeamSchema, updateTeamSchema } from './team-schemas.ts';

test('a change of a team takes what a new team takes, but for how its share of the throughput is kept and who is in it', () => {
  const known = new Set(Object.keys(updateTeamSchema.fields));
  const onlyNew = Object.keys(newTeamSchema.fields).filter((name) => !known.has(name));
  expect(onlyNew).toEqual(['admins', 'members', 'members_with_roles', 'team_member_permissions', 'rpm_limit_type', 'tpm_limit_type']);
});
