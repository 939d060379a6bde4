/**
 * What a failed call did to the foreign system: nothing, its work, or nobody can tell from here.
 * A failed call that only reads is `not-applied`: it changes nothing.
 */
export type Outcome = 'not-applied' | 'applied' | 'unknown';

/**
 * Joins the outcomes of two attempts of one call. After one `unknown` attempt no later answer makes the call
 * `not-applied`: the lost request may still land.
 */
export function joinOutcomes(earlier: Outcome, later: Outcome): Outcome {
  if (earlier === 'applied' || later === 'applied') return 'applied';
  return earlier === 'unknown' || later === 'unknown' ? 'unknown' : 'not-applied';
}

/** What to do next, as a full sentence. Nothing is as urgent as not knowing. */
export function adviceOf<Otherwise extends string | null>(outcome: Outcome, otherwise: Otherwise): string | Otherwise {
  return outcome === 'unknown' ? 'It is not known whether it took effect: read the current state before doing it again.' : otherwise;
}
