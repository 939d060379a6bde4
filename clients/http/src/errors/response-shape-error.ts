import { HttpError } from './http-error.ts';
import type { HttpErrorDetails } from './http-error.ts';

/** What an answer that cannot be read tells. */
export interface ResponseShapeErrorDetails extends HttpErrorDetails {
  /** The HTTP status of the answer. */
  readonly status: number;
}

/** The system said yes, but what it sent is not what it should be: not JSON, too large, or without a field we rely on. */
export class ResponseShapeError extends HttpError implements ResponseShapeErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ResponseShapeError';

  readonly code: string = 'response-shape';
  readonly status: number;

  constructor(message: string, details: ResponseShapeErrorDetails) {
    super(message, details);
    this.status = details.status;
  }
}
