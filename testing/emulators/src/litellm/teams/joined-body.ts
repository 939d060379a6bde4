import { teamAsType } from '../tables/team-row.ts';
import { userAsType } from '../tables/user-row.ts';
import type { Body } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import type { Joined } from './join.ts';
import { membershipOf } from './team-info.ts';

/** A team after somebody joined it, and who did. */
export function joinedBody({ proxy }: Asking, { team, users, memberships }: Joined): Record<string, Body> {
  return teamAsType(team, {
    updated_users: users.map((user) => userAsType(user)),
    updated_team_memberships: memberships.map((row) => membershipOf(proxy, row)),
  });
}
