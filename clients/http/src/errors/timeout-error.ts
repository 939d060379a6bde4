import { HttpError } from './http-error.ts';

/** The time allowed for one attempt or for the whole call was over before the answer was complete. */
export class TimeoutError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/TimeoutError';

  readonly code = 'timed-out';
}
