/** Where a process dies: at which of its journal writes, counted from 1, and on which side of it. */
export interface DeathPoint {
  readonly write: number;
  /** `within`: the transaction has done its work and is not committed. */
  readonly when: 'before' | 'within' | 'after';
}

/** What a doomed process does. */
export const actions = ['issue', 'rotate', 'suspend', 'resume', 'change', 'adopt', 'revoke'] as const;
export type Action = (typeof actions)[number];

/** The task of a doomed process. */
export interface DoomedTask {
  readonly home: string;
  readonly connection: string;
  readonly action: Action;
  /** The key's name. */
  readonly name: string;
  /** Whose the key was that is adopted. */
  readonly fromRackId: string;
  readonly point: DeathPoint;
}

/** Death points in order, without an end: a test stops at the first that nobody reaches. */
export function* deathPoints(): Generator<DeathPoint> {
  for (let write = 1; ; write += 1) {
    yield { write, when: 'before' };
    yield { write, when: 'within' };
    yield { write, when: 'after' };
  }
}
