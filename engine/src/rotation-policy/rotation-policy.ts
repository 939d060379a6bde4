import type { AccessKey, KeyRotation, Random, RotationPolicy } from '@keyrack/contracts';
import { InvalidInputError } from '@keyrack/contracts';
import { nextCronMs } from './cron.ts';
import { checkWindow, windowAtMs } from './window.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
const longestMs = 10 * 365 * 24 * hourMs;
const firstRetryMs = 60_000;
const longestRetryMs = 6 * hourMs;

/** What a policy is put to work with. */
export interface PolicySurroundings {
  readonly nowMs: number;
  readonly random: Random;
}

/** Puts a policy to work from now on: the key gets its share of the jitter. @throws {InvalidInputError} */
export function beginPolicy(policy: RotationPolicy, { nowMs, random }: PolicySurroundings): KeyRotation {
  checkPolicy(policy, nowMs);
  const jitterShareMs = Math.floor(fraction(random) * policy.jitterMs);
  return nextRotation({ policy, jitterShareMs, failedAttempts: 0, problem: null }, nextDueMs(policy, nowMs));
}

/**
 * When the next rotation comes, now that one begins. An interval keeps its rhythm; where the last one was missed, or somebody asked
 * for one early, it counts from now. However many were missed, they are one.
 */
export function afterBegin(rotation: KeyRotation, nowMs: number): KeyRotation {
  return nextRotation(rotation, followingDueMs(rotation, nowMs));
}

/** A rotation that did not come about is tried again, after a pause that doubles from a minute to six hours, half of it random. */
export function afterFailure(rotation: KeyRotation, problem: string, { nowMs, random }: PolicySurroundings): KeyRotation {
  const failedAttempts = rotation.failedAttempts + 1;
  const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failedAttempts - 1, 20));
  const retryAtMs = nowMs + Math.round((ceilingMs / 2) * (1 + fraction(random)));
  const nextAtMs = windowAtMs(rotation.policy, retryAtMs)?.opensMs ?? retryAtMs;
  return { ...rotation, nextAtMs, failedAttempts, problem };
}

/** A rotation whose time came while the one before it is not over: it is left out. */
export function afterLeavingOut(rotation: KeyRotation, problem: string, nowMs: number): KeyRotation {
  return { ...afterBegin(rotation, nowMs), problem };
}

/** Moves a rotation that is late into the next window, in which the following one may come too: then that one it is. Null: it may begin now. */
export function intoWindow(rotation: KeyRotation, nowMs: number): KeyRotation | null {
  const window = windowAtMs(rotation.policy, nowMs);
  if (window === null || window.opensMs === nowMs) return null;
  const following = nextRotation(rotation, nextDueMs(rotation.policy, nowMs));
  return following.nextAtMs < window.closesMs ? following : { ...rotation, nextAtMs: spread(rotation, nowMs) };
}

/** Whether a key is rotated by itself at this instant. */
export function isRotationDue({ state, origin, rotation }: AccessKey, nowMs: number): boolean {
  const isOurs = origin === 'issued' || origin === 'adopted';
  return isOurs && state === 'active' && rotation !== null && rotation.nextAtMs <= nowMs;
}

/** @throws {InvalidInputError} */
function checkPolicy({ rhythm, window, timeZone, jitterMs, overlapMs }: RotationPolicy, nowMs: number): void {
  if (window !== null) checkWindow(window);
  // Also where only the window needs it: a wrong zone must not wait for the first window.
  nextCronMs('* * * * *', timeZone, nowMs);
  need(overlapMs >= 0 && overlapMs <= longestMs, 'The overlap is a duration of zero or more');
  need(jitterMs >= 0 && jitterMs <= longestMs, 'The jitter is a duration of zero or more');
  if (rhythm.kind === 'cron') {
    nextCronMs(rhythm.expression, timeZone, nowMs);
    return;
  }
  need(rhythm.everyMs >= secondMs && rhythm.everyMs <= longestMs, 'The time between rotations is at least a second and at most ten years');
  need(overlapMs < rhythm.everyMs, 'The overlap is shorter than the time between rotations');
}

function need(holds: boolean, message: string): void {
  if (!holds) throw new InvalidInputError(message, { advice: 'For example every 30d, with an overlap of 24h and a jitter of 1h.' });
}

function nextRotation(rotation: Omit<KeyRotation, 'nextAtMs' | 'dueAtMs'>, dueAtMs: number): KeyRotation {
  const next = { ...rotation, dueAtMs };
  return { ...next, nextAtMs: spread(next, dueAtMs) };
}

function nextDueMs({ rhythm, timeZone }: RotationPolicy, afterMs: number): number {
  return rhythm.kind === 'cron' ? nextCronMs(rhythm.expression, timeZone, afterMs) : afterMs + rhythm.everyMs;
}

function followingDueMs({ policy, dueAtMs, nextAtMs }: KeyRotation, nowMs: number): number {
  const isInRhythm = policy.rhythm.kind === 'interval' && nowMs >= nextAtMs && nowMs - nextAtMs <= hourMs;
  const inRhythmMs = nextDueMs(policy, isInRhythm ? dueAtMs : nowMs);
  return inRhythmMs > nowMs ? inRhythmMs : nextDueMs(policy, nowMs);
}

/** Within the window, if there is one, and later by the key's share of the jitter: as much of it as the window has room for. */
function spread({ policy, jitterShareMs }: Pick<KeyRotation, 'policy' | 'jitterShareMs'>, atMs: number): number {
  const window = windowAtMs(policy, atMs);
  return window === null ? atMs + jitterShareMs : window.opensMs + (jitterShareMs % (window.closesMs - window.opensMs));
}

function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return bytes.reduce((value, byte) => value * 256 + byte, 0) / 2 ** 32;
}
