import { internalServer, invalidArgument, missingParameter } from './api-error.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, h: 3_600, d: 86_400, w: 604_800 };

/** Prometheus refuses a walk of more steps than this. */
const mostSteps = 11_000;

/**
 * Reads `since`: a number as JavaScript reads one, and a unit. Returns seconds.
 * @throws {ApiError} 400 for what is no range; 500 for a range that Prometheus does not take
 */
export function timeRangeSeconds(since: unknown, stepSeconds: number): number {
  if (since === undefined || since === '') throw missingParameter('since');
  if (typeof since !== 'string' && !Array.isArray(since)) throw internalServer();
  const factor = typeof since === 'string' ? unitSeconds[since.slice(-1)] : undefined;
  const amount = typeof since === 'string' ? Number(since.slice(0, -1)) : Number.NaN;
  if (factor === undefined || Number.isNaN(amount)) throw invalidArgument(`Invalid time range: ${String(since)}`);
  const seconds = amount * factor;
  if (!Number.isSafeInteger(seconds) || seconds <= 0 || seconds / stepSeconds > mostSteps) throw internalServer();
  return seconds;
}
