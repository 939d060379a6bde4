import type { OperationStep, Outcome } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { Journal } from './journal.ts';

/** Makes the foreign call of a step. What is known of a call that failed is written down before its error goes on. */
export async function notedCall<T>(journal: Journal, step: OperationStep, call: () => Promise<T>): Promise<T> {
  await journal.confirmHeld();
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error) await journal.noteProblem(step, outcomeAfter(step, error), error.message);
    throw error;
  }
}

/** Over all calls of a step: after one whose effect nobody knows, a later refusal proves nothing. */
function outcomeAfter({ outcome }: OperationStep, error: Error): Outcome {
  if (outcome === 'unknown') return outcome;
  return LifecycleError.isInstance(error) ? error.outcome : 'unknown';
}
