import {
  KeyNotFoundError,
  LifecycleError,
  OutcomeUnknownError,
  RefusedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import { MemoryFailure } from './memory-failure.ts';

/** Says in the engine's words how a call failed. @param writes - whether the call would have changed something. */
export function toLifecycleError(error: unknown, writes: boolean): unknown {
  if (LifecycleError.isInstance(error) || !(error instanceof MemoryFailure)) return error;
  switch (error.kind) {
    case 'no-such-key':
      return new KeyNotFoundError('The memory system has no such key');
    case 'unauthorized':
    case 'conflict':
      return new UpstreamRejectedError('The memory system refused the call');
    case 'closed':
      return new RefusedError('The connection to the memory system was closed');
    case 'aborted':
      return new UpstreamUnavailableError('The call was ended before it was sent');
    case 'failing':
    case 'lost':
    case 'unknown-route':
      return writes
        ? new OutcomeUnknownError('Nobody knows whether the memory system acted', { outcome: 'unknown', retryable: true })
        : new UpstreamUnavailableError('The memory system did not answer', { retryable: true });
  }
}
