import { HttpError } from './http-error.ts';

/** An option or an argument is wrong; nothing was sent. The message names it and never repeats its value. */
export class ConfigurationError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/ConfigurationError';

  readonly code = 'configuration';

  /**
   * @param system - the client's system.
   * @param message - which option or argument is wrong, and what is right.
   */
  constructor(system: string, message: string) {
    super(`${system}: ${message}`, { system, attempts: 0, outcome: 'not-applied', retryable: false });
  }
}
