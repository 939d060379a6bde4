import { DurationError, durationSeconds } from '../values/durations.ts';
import { PlainFailure } from '../web/failures.ts';

const lastYear = 9_999;

/**
 * When something that lives as long as `duration` ends, in epoch milliseconds.
 * @throws {PlainFailure} in the words of whatever the proxy trips over
 */
export function expiryMs(duration: string, nowMs: number): number {
  let seconds: number;
  try {
    seconds = durationSeconds(duration, nowMs);
  } catch (error) {
    if (error instanceof DurationError) throw new PlainFailure(error.message);
    throw error;
  }
  if (!Number.isFinite(seconds)) throw new PlainFailure('year is out of range');
  if (seconds / 86_400 > 2 ** 31) throw new PlainFailure('Python int too large to convert to C int');
  const expires = nowMs + seconds * 1_000;
  if (expires >= Date.UTC(lastYear + 1, 0)) throw new PlainFailure('date value out of range');
  return expires;
}
