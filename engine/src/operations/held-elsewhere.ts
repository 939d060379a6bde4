import type { Operation } from '@keyrack/contracts';
import { OperationInProgressError } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';

/** The error for an operation that a living process works on: it names that process, and what to do if it hangs. */
export function heldElsewhere({ liveness }: Pick<EngineContext, 'liveness'>, { id, kind, holder }: Operation): OperationInProgressError {
  const who = holder === null ? 'this process' : liveness.describe(holder);
  return new OperationInProgressError(`The key is being worked on: ${kind} ${id}, by ${who}`, {
    retryable: true,
    advice: `Wait until that is done and repeat the command. If that process hangs, end it and run: keyrack operations resume ${id}`,
    details: { operationId: id, kind, holder },
  });
}
