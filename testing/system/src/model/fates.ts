/** What can be asked for a key. */
export const acts = ['issue', 'rotate', 'deliver', 'suspend', 'resume', 'change', 'revoke'] as const;
export type Act = (typeof acts)[number];

/** What a caller was told of an act. `owed`: it will be done for certain; `unknown`: nothing that binds anybody, as by a process that died. */
export type Told = 'done' | 'owed' | 'not done' | 'unknown';

/** Where a key may stand: not there (never begun, given up, or revoked), or living under a name. */
export type Fate = 'gone' | `active ${string}` | `suspended ${string}`;

/** An act, what was told of it, and the name that a change gives. */
export interface Event {
  readonly act: Act;
  readonly told: Told;
  readonly newName: string;
}

/**
 * Where a key stands after an act that was done, if the act was possible at all. This is all that the model knows of a key's life, and it
 * is written from the promises, not from the engine.
 */
function after(fate: Fate, { act, newName }: Event): Fate | null {
  if (act === 'issue') return fate === 'gone' ? `active ${newName}` : null;
  if (act === 'revoke') return 'gone';
  const [state = '', name = ''] = fate.split(' ');
  if (act === 'suspend') return fate === 'gone' ? null : `suspended ${name}`;
  if (act === 'resume') return fate === 'gone' ? null : `active ${name}`; // one that is owed may be asked for again
  if (act === 'change') return fate === 'gone' ? null : (`${state} ${newName}` as Fate); // both of its parts are
  if (act === 'rotate') return state === 'active' ? fate : null;
  return fate; // a delivery is confirmed, or there is none to confirm
}

/** Where a key may stand after an event, by all that its callers were told. Empty: what they were told cannot be true. */
export function fatesAfter(fates: ReadonlySet<Fate>, event: Event): ReadonlySet<Fate> {
  if (event.told === 'not done') return fates;
  const reached = [...fates].flatMap((fate) => after(fate, event) ?? []);
  return new Set(event.told === 'unknown' ? [...fates, ...reached] : reached);
}

/** The same for two events at once, which happened in one order or the other. */
export function fatesAfterBoth(fates: ReadonlySet<Fate>, one: Event, other: Event): ReadonlySet<Fate> {
  const orders = [fatesAfter(fatesAfter(fates, one), other), fatesAfter(fatesAfter(fates, other), one)];
  return new Set(orders.flatMap((order) => [...order]));
}
