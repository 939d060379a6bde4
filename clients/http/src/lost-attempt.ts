import { detailsOf, headingOf } from './attempt-facts.ts';
import type { AttemptFacts } from './attempt-facts.ts';
import { AbortedError, ClosedClientError, ConnectionError, PinMismatchError, ResponseShapeError, TimeoutError } from './errors.ts';
import type { HttpError } from './errors.ts';
import type { InterruptionReason } from './interruption.ts';
import { adviceOf } from './outcome.ts';
import type { TransportFailure } from './transport.ts';

/** The error of an attempt that brought no whole answer. */
export function errorOfTransport(facts: AttemptFacts, failure: TransportFailure): HttpError {
  const { kind, reason, status } = failure;
  const isPermanent = kind === 'pin' || kind === 'certificate' || kind === 'too-large' || reason === 'ENOTFOUND';
  const details = detailsOf(facts, { outcome: failure.sent ? 'unknown' : 'not-applied', retryable: !isPermanent });
  const { origin } = facts.settings.target;
  const toldAs = (fault: string, advice: string): string => `${headingOf(details)}: ${fault}; ${adviceOf(details.outcome, advice)}`;
  switch (kind) {
    case 'pin': {
      const fault = `${origin} shows another certificate than the pinned one, so nothing was sent`;
      return new PinMismatchError(toldAs(fault, 'check that it is the right server, then pin its new certificate'), details);
    }
    case 'certificate': {
      const fault = `the certificate of ${origin} is not trusted (${reason}), so nothing was sent`;
      return new ConnectionError(toldAs(fault, 'pin it with certSha256 or give its ca'), { ...details, reason });
    }
    case 'too-large': {
      const fault = `the answer is larger than ${facts.settings.maxResponseBytes} bytes`;
      return new ResponseShapeError(toldAs(fault, 'raise maxResponseBytes if that is expected'), { ...details, status: status ?? 0 });
    }
    case 'connect': {
      const fault = `no connection to ${origin} (${reason}), so nothing was sent`;
      return new ConnectionError(toldAs(fault, 'check the address and that the system is running'), { ...details, reason });
    }
    default: {
      const fault = `the connection to ${origin} was lost before the answer was complete (${reason})`;
      return new ConnectionError(toldAs(fault, 'try again'), { ...details, reason });
    }
  }
}

/** The error of a call that was ended from outside. */
export function errorOfInterruption(facts: AttemptFacts, reason: InterruptionReason | undefined): HttpError {
  const details = detailsOf(facts, { outcome: 'not-applied', retryable: reason === 'timed-out' || reason === 'out-of-time' });
  const heading = headingOf(details);
  switch (reason) {
    case 'timed-out':
      return new TimeoutError(
        `${heading}: no whole answer within ${facts.timeoutMs} ms; ${adviceOf(details.outcome, 'try again, or raise timeoutMs')}`,
        details,
      );
    case 'out-of-time':
      return new TimeoutError(
        `${heading}: the time for the whole call is over; ${adviceOf(details.outcome, 'try again, or raise totalTimeoutMs')}`,
        details,
      );
    case 'closed':
      return new ClosedClientError(
        `${heading}: the client was closed before it was sent; ${adviceOf(details.outcome, 'make a new client')}`,
        details,
      );
    default:
      return new AbortedError(`${heading}: aborted by the caller; ${adviceOf(details.outcome, 'nothing was changed')}`, details);
  }
}
