import { ConfigurationError } from './errors.ts';

const pinForm = /^[0-9a-f]{64}$/;

/**
 * Brings a SHA-256 certificate pin into its one form: 64 lower-case hex digits.
 *
 * @throws {ConfigurationError} when it is anything else.
 */
export function normalizePin(system: string, pin: string): string {
  const digits = typeof pin === 'string' ? pin.trim().replaceAll(':', '').toLowerCase() : '';
  if (pinForm.test(digits)) return digits;
  throw new ConfigurationError(system, 'certSha256 must be the SHA-256 of the certificate: 64 hex digits, with or without colons');
}
