import { ConfigurationError } from './errors.ts';

/** The longest delay that the platform's timers keep; they fire at once beyond it. */
const longestDelay = 2 ** 31 - 1;

/**
 * Passes a whole number within its range on.
 *
 * @throws {ConfigurationError} that names the option and its range, never the value.
 */
export function checkInteger(
  system: string,
  name: string,
  value: unknown,
  range: { readonly least: number; readonly most?: number },
): number {
  const most = range.most ?? longestDelay;
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.least && value <= most) return value;
  throw new ConfigurationError(system, `${name} must be a whole number from ${range.least} to ${most}`);
}
