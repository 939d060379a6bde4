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

/** How an error message ends: what to do next. Nothing is as urgent as not knowing. */
export function adviceOf(outcome: Outcome, otherwise: string): string {
  return outcome === 'unknown' ? 'it is not known whether it took effect: read the current state before doing it again' : otherwise;
}
