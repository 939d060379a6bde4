import { pathMatcher } from './path-pattern.ts';

/**
 * What goes wrong with a call. `before` means that the system never acted, `after` that it did, `during` that it has
 * taken the call in and is still working on it.
 */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly when: 'before' | 'after';
      readonly status: number;
      readonly body?: string;
      /** Besides the length. The type is `text/plain` unless it is given here. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'close'; readonly when: 'before' | 'after' }
  /** The system acts; the answer announces its full length and breaks off after `bytes` (default half of it). */
  | { readonly kind: 'truncate'; readonly bytes?: number }
  | { readonly kind: 'delay'; readonly when: FaultMoment; readonly delayMs: number }
  /** Waits until it is released; with `drop` the caller's connection is cut at once, so that the call lands late and unseen. */
  | { readonly kind: 'hold'; readonly when: FaultMoment; readonly drop?: boolean }
  /** The call reaches the system twice; the caller sees one of the two answers (default the first). */
  | { readonly kind: 'twice'; readonly answer?: 'first' | 'second' };

/** When a call is kept waiting. A system that takes calls in and finishes them at once knows no `during`: there it is `before`. */
export type FaultMoment = 'before' | 'during' | 'after';

/** Which calls meet a fault, how often, and which fault. */
export interface FaultRule {
  /** An HTTP method; without it any. */
  readonly method?: string;
  /** A path without the credential and query; `*` is one segment, `**` any number. Without it every path. */
  readonly path?: string;
  /** How many matching calls meet it. @default 1 */
  readonly times?: number;
  /** How many matching calls pass before. @default 0 */
  readonly skip?: number;
  readonly effect: FaultEffect;
}

/** A rule that still waits for calls. */
export interface PendingFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** How many more calls it will meet. */
  readonly timesLeft: number;
}

/** A call that a `hold` keeps back. */
export interface HeldCall {
  readonly id: number;
  readonly method: string;
  readonly path: string;
}

interface Entry {
  readonly id: number;
  readonly rule: FaultRule;
  readonly matches: (path: string) => boolean;
  skipLeft: number;
  timesLeft: number;
}

/** The faults that calls will meet, in the order in which they were added; one call meets at most one. */
export class FaultBook {
  #lastId = 0;
  #entries: Entry[] = [];
  readonly #held = new Map<number, { readonly call: HeldCall; readonly settle: (released: boolean) => void }>();

  /** Lets the next matching calls fail. Returns the number under which {@link remove} finds the rule. */
  add(rule: FaultRule): number {
    this.#lastId += 1;
    const matches = rule.path === undefined ? () => true : pathMatcher(rule.path);
    this.#entries.push({ id: this.#lastId, rule, matches, skipLeft: rule.skip ?? 0, timesLeft: rule.times ?? 1 });
    return this.#lastId;
  }

  /** Takes a rule back; false when it is used up or was never there. */
  remove(id: number): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  /** Forgets all rules and drops all held calls without letting them act. */
  clear(): void {
    this.#entries = [];
    for (const { settle } of this.#held.values()) settle(false);
  }

  /** Finds and uses up the fault for a call. @param path without credential and query */
  take(method: string, path: string): FaultEffect | undefined {
    for (const entry of this.#entries) {
      if (entry.rule.method !== undefined && entry.rule.method.toUpperCase() !== method) continue;
      if (!entry.matches(path)) continue;
      if (entry.skipLeft > 0) {
        entry.skipLeft -= 1;
        continue;
      }
      entry.timesLeft -= 1;
      if (entry.timesLeft <= 0) this.remove(entry.id);
      return entry.rule.effect;
    }
    return undefined;
  }

  /** Rules that are not used up. */
  get pending(): readonly PendingFault[] {
    return this.#entries.map(({ id, rule, timesLeft }) => ({ id, rule, timesLeft }));
  }

  /** Calls kept back now. */
  get held(): readonly HeldCall[] {
    return [...this.#held.values()].map(({ call }) => call);
  }

  /** Waits until the call is let go: true when released, false when dropped. */
  hold(method: string, path: string): Promise<boolean> {
    this.#lastId += 1;
    const call = { id: this.#lastId, method, path };
    return new Promise((resolve) => {
      const settle = (released: boolean) => {
        this.#held.delete(call.id);
        resolve(released);
      };
      this.#held.set(call.id, { call, settle });
    });
  }

  /** Lets one held call go on, or all of them. Returns how many. */
  release(id?: number): number {
    const chosen = [...this.#held.values()].filter(({ call }) => id === undefined || call.id === id);
    for (const { settle } of chosen) settle(true);
    return chosen.length;
  }
}
