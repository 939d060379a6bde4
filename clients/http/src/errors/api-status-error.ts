import { adviceOf } from '../outcome.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorDetails } from './http-error.ts';

/** What an answer outside 2xx tells. */
export interface ApiStatusErrorDetails extends HttpErrorDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The system's own word for the error, where its body has one. */
  readonly upstreamCode?: string | undefined;
  /** The system's own sentence, with every known secret removed, cut to 500 characters. */
  readonly upstreamMessage?: string | undefined;
  /** How long the system asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The system answered with a status outside 2xx. Each client has subclasses by what its system means. */
export class ApiStatusError extends HttpError implements ApiStatusErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ApiStatusError';

  readonly code: string = 'api-status';
  readonly status: number;
  readonly upstreamCode: string | undefined;
  readonly upstreamMessage: string | undefined;
  readonly retryAfterMs: number | undefined;

  /** @param message - by default made of the details by {@link describeStatus}. */
  constructor(details: ApiStatusErrorDetails, message: string = describeStatus(details)) {
    super(message, details);
    this.status = details.status;
    this.upstreamCode = details.upstreamCode;
    this.upstreamMessage = details.upstreamMessage;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Says what failed and what to do next, for an answer that no subclass knows better. */
export function describeStatus(details: ApiStatusErrorDetails): string {
  const { system, method, route, status, upstreamCode, upstreamMessage } = details;
  const said = [upstreamCode, upstreamMessage].filter((part) => part !== undefined && part !== '').join(': ');
  return `${system}: ${method} ${route} was answered with ${status}${said === '' ? '' : ` (${said})`}; ${adviceOf(details.outcome, adviceFor(details))}`;
}

function adviceFor({ status, retryAfterMs }: ApiStatusErrorDetails): string {
  if (status === 401) return 'check the credential';
  if (status === 403) return 'the credential may not do this: use one with more rights';
  if (status === 404) return 'check the address and whether the object still exists';
  if (status === 429)
    return `try again ${retryAfterMs === undefined ? 'later' : `in ${Math.ceil(retryAfterMs / 1000)} s`}, or send fewer requests`;
  if (status >= 300 && status < 400)
    return 'redirects are not followed, since they would carry the credential elsewhere: check the base URL';
  if (status >= 500) return 'the system failed: try again later, and look at its own log if it stays';
  return 'correct the request';
}
