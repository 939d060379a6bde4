import type { KeyRotation } from '@keyrack/contracts';
import { readableDuration, readableInstant, toInstant } from '../output/words.ts';

/** A rotation policy on our wire, and where it stands. One of `everySeconds` and `cron` is there. */
export interface RotationRecord {
  readonly everySeconds: number | null;
  readonly cron: string | null;
  /** `02:00-05:00`. */
  readonly window: string | null;
  readonly timeZone: string;
  readonly jitterSeconds: number;
  readonly overlapSeconds: number;
  /** When the next rotation begins, if a worker runs then. */
  readonly nextAt: string;
  readonly failedAttempts: number;
  /** Why the last one did not come about. */
  readonly problem: string | null;
}

/** Writes a rotation policy as it goes over our wire. */
export function rotationRecord({ policy, nextAtMs, failedAttempts, problem }: KeyRotation): RotationRecord {
  const { rhythm, window, timeZone, jitterMs, overlapMs } = policy;
  return {
    everySeconds: rhythm.kind === 'interval' ? rhythm.everyMs / 1000 : null,
    cron: rhythm.kind === 'cron' ? rhythm.expression : null,
    window: window && `${window.from}-${window.until}`,
    timeZone,
    jitterSeconds: jitterMs / 1000,
    overlapSeconds: overlapMs / 1000,
    nextAt: toInstant(nextAtMs),
    failedAttempts,
    problem,
  };
}

/** A rotation policy in words: `every 30d within 02:00-05:00 (Europe/Berlin), spread over 1h, overlap 1d`. */
export function readablePolicy({ everySeconds, cron, window, timeZone, jitterSeconds, overlapSeconds }: RotationRecord): string {
  const rhythm = everySeconds === null ? `at "${cron ?? ''}"` : `every ${readableDuration(everySeconds * 1000)}`;
  const place = cron === null && window === null ? '' : ` (${timeZone})`;
  const within = window === null ? '' : ` within ${window}`;
  const spread = jitterSeconds === 0 ? '' : `, spread over ${readableDuration(jitterSeconds * 1000)}`;
  return `${rhythm}${within}${place}${spread}, overlap ${readableDuration(overlapSeconds * 1000)}`;
}

/** The policy, when it acts next, and what went wrong last. */
export function readableRotation(record: RotationRecord): string {
  const problem = record.problem === null ? '' : `; the last one did not come about: ${record.problem}`;
  return `${readablePolicy(record)}; next ${readableInstant(record.nextAt)}${problem}`;
}
