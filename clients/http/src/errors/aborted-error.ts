import { HttpError } from './http-error.ts';

/** The caller's `signal` ended the call. Its `name` is `AbortError`, as everywhere on the platform. */
export class AbortedError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/AbortError';

  readonly code = 'aborted';
}
