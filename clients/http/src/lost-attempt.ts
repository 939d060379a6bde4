import { callOf, detailsOf } from './attempt-facts.ts';
import type { AttemptFacts } from './attempt-facts.ts';
import type { ErrorWords } from './error-words.ts';
import {
  AbortedError,
  ClosedClientError,
  ConnectionError,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
  UntrustedCertificateError,
} from './errors.ts';
import type { HttpError, HttpErrorDetails } from './errors.ts';
import type { InterruptionReason } from './interruption.ts';
import { adviceOf } from './outcome.ts';
import type { TransportFailure } from './transport.ts';

/** The error of an attempt that brought no whole answer. */
export function errorOfTransport(facts: AttemptFacts, failure: TransportFailure): HttpError {
  const { kind, reason, status } = failure;
  const isPermanent = kind === 'pin' || kind === 'certificate' || kind === 'too-large' || reason === 'ENOTFOUND';
  const details = detailsOf(facts, { outcome: failure.sent ? 'unknown' : 'not-applied', retryable: !isPermanent });
  const { origin } = facts.settings.target;
  const told = (fault: string, advice: string): ErrorWords => wordsOf(details, fault, advice);
  switch (kind) {
    case 'pin': {
      const fault = `${origin} shows another certificate than the pinned one, so nothing was sent`;
      return new PinMismatchError(told(fault, 'Check that it is the right server, then pin its new certificate.'), details);
    }
    case 'certificate': {
      const fault = `the certificate of ${origin} is not trusted (${reason}), so nothing was sent`;
      return new UntrustedCertificateError(told(fault, 'Pin it with certSha256 or give its ca.'), { ...details, reason });
    }
    case 'too-large': {
      const fault = `the answer is larger than ${facts.settings.maxResponseBytes} bytes`;
      return new ResponseShapeError(told(fault, 'Raise maxResponseBytes if that is expected.'), { ...details, status: status ?? 0 });
    }
    case 'connect': {
      const fault = `no connection to ${origin} (${reason}), so nothing was sent`;
      const isNameUnknown = reason === 'ENOTFOUND' || reason === 'EAI_AGAIN';
      const advice = isNameUnknown
        ? 'Check the name in the address, and that this machine can look names up.'
        : 'Check the address and that the system is running.';
      return new ConnectionError(told(fault, advice), { ...details, reason });
    }
    default: {
      const fault = `the connection to ${origin} was lost before the answer was complete (${reason})`;
      return new ConnectionError(told(fault, 'Check that the system is running, then try again.'), { ...details, reason });
    }
  }
}

/** The error of a call that was ended from outside. */
export function errorOfInterruption(facts: AttemptFacts, reason: InterruptionReason | undefined): HttpError {
  const details = detailsOf(facts, { outcome: 'not-applied', retryable: reason === 'timed-out' || reason === 'out-of-time' });
  const told = (fault: string, advice: string | null): ErrorWords => wordsOf(details, fault, advice);
  switch (reason) {
    case 'timed-out':
      return new TimeoutError(told(`no whole answer within ${facts.timeoutMs} ms`, 'Try again, or raise timeoutMs.'), details);
    case 'out-of-time':
      return new TimeoutError(told('the time for the whole call is over', 'Try again, or raise totalTimeoutMs.'), details);
    case 'closed':
      return new ClosedClientError(told('the client was closed before it was sent', 'Make a new client.'), details);
    default:
      return new AbortedError(told('aborted by the caller', null), details);
  }
}

function wordsOf(details: HttpErrorDetails, fault: string, advice: string | null): ErrorWords {
  return { fault: `${callOf(details)}: ${fault}`, advice: adviceOf(details.outcome, advice) };
}
