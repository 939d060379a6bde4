import { HttpError } from './http-error.ts';

/** The client was closed before the call was started; nothing was sent. */
export class ClosedClientError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/ClosedClientError';

  readonly code = 'client-closed';
}
