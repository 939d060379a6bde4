import { ConfigurationError } from './errors.ts';

/** The longest delay that the platform's timers keep; they fire at once beyond it. */
const longestDelay = 2 ** 31 - 1;

/** A whole number's name and range. */
export interface IntegerRange {
  readonly system: string;
  /** The option, as its user knows it. */
  readonly name: string;
  readonly least: number;
  /** @default the longest delay of a timer */
  readonly most?: number;
}

/**
 * Passes a whole number within its range on.
 *
 * @throws {ConfigurationError} that names the option and its range, never the value.
 */
export function checkInteger(value: unknown, { system, name, least, most = longestDelay }: IntegerRange): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigurationError(system, `${name} must be a whole number from ${least} to ${most}`);
}
