import { HttpError } from './http-error.ts';
import type { HttpErrorDetails } from './http-error.ts';

/** What a failed connection tells. */
export interface ConnectionErrorDetails extends HttpErrorDetails {
  /** The platform's word, such as `ECONNREFUSED`, `ECONNRESET`, `DEPTH_ZERO_SELF_SIGNED_CERT`, or ours: `TRUNCATED`, `PROXY_REFUSED`. */
  readonly reason: string;
}

/** No whole answer was received: the connection was refused, reset or cut, the name is unknown, the certificate is not trusted. */
export class ConnectionError extends HttpError implements ConnectionErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ConnectionError';

  readonly code: string = 'connection-failed';
  readonly reason: string;

  constructor(message: string, details: ConnectionErrorDetails) {
    super(message, details);
    this.reason = details.reason;
  }
}
