/** Where a process dies: at which of its journal writes, counted from 1, and on which side of it. */
export interface DeathPoint {
  readonly write: number;
  /** `within`: the transaction has done its work and is not committed. */
  readonly when: 'before' | 'within' | 'after';
}

/** What a doomed process does. */
export interface DoomedTask {
  readonly home: string;
  readonly connection: string;
  readonly action: 'issue' | 'revoke';
  /** The key's name. */
  readonly name: string;
  readonly point: DeathPoint;
}

/** Death points in order, without an end: the test stops at the first that nobody reaches. */
export function* deathPoints(): Generator<DeathPoint> {
  for (let write = 1; ; write += 1) {
    yield { write, when: 'before' };
    yield { write, when: 'within' };
    yield { write, when: 'after' };
  }
}
