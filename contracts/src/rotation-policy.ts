/** How often a key is rotated. */
export type RotationRhythm =
  /** A time between rotations, in milliseconds; the first one comes so long after the policy was set. */
  | { readonly kind: 'interval'; readonly everyMs: number }
  /** Five fields: minute, hour, day of month, month, day of week. Read in the policy's time zone. */
  | { readonly kind: 'cron'; readonly expression: string };

/** A time of day in which rotations may begin, every day. Both are `HH:MM`; one that ends before it begins goes over midnight. */
export interface TimeOfDayWindow {
  readonly from: string;
  /** Not within the window any more. */
  readonly until: string;
}

/** When a key is rotated without anybody asking, and how. */
export interface RotationPolicy {
  readonly rhythm: RotationRhythm;
  /** Null: at any time of day. */
  readonly window: TimeOfDayWindow | null;
  /** Where the clock on the wall hangs that cron and window are read from: an IANA name such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** How far keys of one rhythm are spread, in milliseconds; each key always has the same share of it. */
  readonly jitterMs: number;
  /** How long both secrets stay valid after the new one was taken, in milliseconds. */
  readonly overlapMs: number;
}

/** A key's policy, and where it stands. Instants are absolute and written down, so that no clock that jumps repeats what was done. */
export interface KeyRotation {
  readonly policy: RotationPolicy;
  /** When the next rotation begins. */
  readonly nextAtMs: number;
  /** What the rhythm alone says; `nextAtMs` is this, moved into the window, by the jitter, or after a failure. */
  readonly dueAtMs: number;
  /** This key's share of the jitter, in milliseconds. */
  readonly jitterShareMs: number;
  /** Rotations in a row that could not begin or were refused. */
  readonly failedAttempts: number;
  /** Why the last one did not come about; null: it did, or none was due yet. */
  readonly problem: string | null;
}
