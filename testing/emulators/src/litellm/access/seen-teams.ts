import type { EmulatorClock } from '../../kit/clock.ts';
import type { PeopleTables } from '../tables/people-tables.ts';
import type { TeamRow } from '../tables/team-row.ts';

/** How long a team is remembered as it was when authorization last read it. */
const rememberedMs = 60_000;

/**
 * Teams as authorization sees them: read once, then remembered for a minute. So the keys of a team that was just
 * blocked go on working, unless none of them was used in the minute before.
 */
export class SeenTeams {
  readonly #people: PeopleTables;
  readonly #clock: EmulatorClock;
  readonly #seen = new Map<string, { readonly row: TeamRow; readonly untilMs: number }>();

  constructor(people: PeopleTables, clock: EmulatorClock) {
    this.#people = people;
    this.#clock = clock;
  }

  /** The team, perhaps as it was; null when there is none. */
  get(teamId: string): TeamRow | null {
    const nowMs = this.#clock.nowMs();
    const seen = this.#seen.get(teamId);
    if (seen !== undefined && nowMs < seen.untilMs && nowMs >= seen.untilMs - rememberedMs) return seen.row;
    const row = this.#people.team(teamId);
    if (row === null) this.#seen.delete(teamId);
    else this.#seen.set(teamId, { row, untilMs: nowMs + rememberedMs });
    return row;
  }

  /** The process starts anew. */
  forgetAll(): void {
    this.#seen.clear();
  }

  /** A change that authorization hears of: it reads the team again. */
  forget(teamId: string): void {
    this.#seen.delete(teamId);
  }
}
