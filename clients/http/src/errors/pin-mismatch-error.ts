import { HttpError } from './http-error.ts';

/** The server showed another certificate than the pinned one. Nothing was written to it, so the secret stayed here. */
export class PinMismatchError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/PinMismatchError';

  readonly code = 'pin-mismatch';
}
