import type { MembershipRow, TeamMember, TeamRow } from './team-row.ts';
import type { UserRow } from './user-row.ts';
import { byLetters } from '../values/text-match.ts';

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

  /** Users with that e-mail address, letter for letter or whatever the case. */
  usersWithEmail(email: string, { anyCase }: { readonly anyCase: boolean }): readonly UserRow[] {
    const same = anyCase
      ? (other: string | null) => other !== null && other.toLowerCase() === email.toLowerCase()
      : (other: string | null) => other === email;
    return [...this.users.values()].filter((row) => same(row.user_email));
  }

  /** Changes a user that exists. A changed row moves to the end, as in the database. */
  changeUser(row: UserRow, changes: Partial<UserRow>): UserRow {
    return putLast(this.users, row.user_id, { ...row, ...changes });
  }

  /** Changes a team that exists, in the same way. */
  changeTeam(row: TeamRow, changes: Partial<TeamRow>): TeamRow {
    return putLast(this.teams, row.team_id, { ...row, ...changes });
  }

  membership(userId: string | null, teamId: string): MembershipRow | undefined {
    return userId === null ? undefined : this.#memberships.get(nameOf(userId, teamId));
  }

  putMembership(row: MembershipRow): void {
    putLast(this.#memberships, nameOf(row.user_id, row.team_id), row);
  }

  deleteMembership(userId: string, teamId: string): void {
    this.#memberships.delete(nameOf(userId, teamId));
  }

  /** The memberships of a team by their users' ids: the database mostly finds them so. */
  membershipsIn(teamId: string): readonly MembershipRow[] {
    const rows = [...this.#memberships.values()].filter((row) => row.team_id === teamId);
    return rows.toSorted((one, other) => byLetters(one.user_id, other.user_id));
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

function putLast<Row>(table: Map<string, Row>, id: string, row: Row): Row {
  table.delete(id);
  table.set(id, row);
  return row;
}

function nameOf(userId: string, teamId: string): string {
  return JSON.stringify([userId, teamId]);
}
