/**
 * Whether a change happened in the foreign system: `not-applied` is certain, `applied` is certain, and everything else
 * (a time-out after the body was sent, a reset, a 5xx on a write) is `unknown` until somebody has looked.
 */
export type Outcome = 'not-applied' | 'applied' | 'unknown';
