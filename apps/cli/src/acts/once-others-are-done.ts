import { OperationInProgressError } from '@keyrack/contracts';
import type { Host } from '../host.ts';
import { printable } from '../output/printable.ts';

/** Longer than it takes to prove on PostgreSQL that the other process is dead. */
const patienceMs = 45_000;
const firstPauseMs = 100;
const longestPauseMs = 1_000;

/** Whether another operation is worth waiting for; a second one of some kinds would undo what the first one gave. */
type WorthWaiting = (error: OperationInProgressError) => boolean;

/**
 * Does something to a key that another living process may be working on: waits until that is done, then decides anew. What both want
 * is so done once.
 * @throws {OperationInProgressError} when the other one is not done within 45 seconds, or waits itself
 */
export async function onceOthersAreDone<T>(host: Host, work: () => Promise<T>, isWorthWaiting: WorthWaiting = () => true): Promise<T> {
  const beganMs = host.nowMs();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      // An operation that nobody works on ends by nobody's waiting.
      if (!OperationInProgressError.isInstance(error) || !error.retryable || !isWorthWaiting(error)) throw error;
      if (host.nowMs() - beganMs + pauseMs > patienceMs) throw error;
      if (pauseMs === firstPauseMs) await host.errors.write(`${printable(error.message)}. Waiting for that.\n`);
      await host.sleep(pauseMs);
      if (host.signal.aborted) throw host.signal.reason;
    }
  }
}
