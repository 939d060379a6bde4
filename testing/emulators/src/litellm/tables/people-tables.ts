import type { MembershipRow, TeamMember, TeamRow } from './team-row.ts';
import type { UserRow } from './user-row.ts';

/** Users, teams, and who is a member of what. */
export class PeopleTables {
  readonly users = new Map<string, UserRow>();
  readonly teams = new Map<string, TeamRow>();
  readonly #memberships = new Map<string, MembershipRow>();

  user(id: string | null): UserRow | null {
    return id === null ? null : (this.users.get(id) ?? null);
  }

  team(id: string | null): TeamRow | null {
    return id === null ? null : (this.teams.get(id) ?? null);
  }

  /** Changes a user that exists. */
  changeUser(row: UserRow, changes: Partial<UserRow>): UserRow {
    const changed = { ...row, ...changes };
    this.users.set(row.user_id, changed);
    return changed;
  }

  /** Changes a team that exists. */
  changeTeam(row: TeamRow, changes: Partial<TeamRow>): TeamRow {
    const changed = { ...row, ...changes };
    this.teams.set(row.team_id, changed);
    return changed;
  }

  membership(userId: string | null, teamId: string): MembershipRow | undefined {
    return userId === null ? undefined : this.#memberships.get(nameOf(userId, teamId));
  }

  putMembership(row: MembershipRow): void {
    this.#memberships.set(nameOf(row.user_id, row.team_id), row);
  }

  deleteMembership(userId: string, teamId: string): void {
    this.#memberships.delete(nameOf(userId, teamId));
  }

  /** The memberships of a team, in the order in which they began. */
  membershipsIn(teamId: string): readonly MembershipRow[] {
    return [...this.#memberships.values()].filter((row) => row.team_id === teamId);
  }

  /** Every membership, for checkers. */
  memberships(): readonly MembershipRow[] {
    return [...this.#memberships.values()];
  }
}

/** A user's entry in a team. */
export function memberOf(team: TeamRow, userId: string | null): TeamMember | undefined {
  return userId === null ? undefined : team.members_with_roles.find((member) => member.user_id === userId);
}

function nameOf(userId: string, teamId: string): string {
  return JSON.stringify([userId, teamId]);
}
