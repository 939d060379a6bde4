import { ConfigurationError } from '@keyrack/http';

/** The error for a wrong option or argument. @param message - which one, and what is right; never its value. */
export function wrong(message: string): ConfigurationError {
  return new ConfigurationError('vergeos', message);
}
