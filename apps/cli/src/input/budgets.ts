import { UsageError } from '../usage-error.ts';
import { parseDuration } from './durations.ts';

/** Money per period. */
export interface Budget {
  readonly budgetUsd: number;
  /** A duration; absent: over the whole life of the key. */
  readonly budgetPeriod?: string;
}

const pattern = /^(?:\$(?<dollars>\d{1,9}(?:\.\d{1,6})?)|(?<amount>\d{1,9}(?:\.\d{1,6})?)\s?usd)(?:\/(?<period>\w+))?$/i;
const periods: Readonly<Record<string, string>> = { hour: '1h', day: '1d', week: '1w', month: '1mo', year: '1y' };

/**
 * Reads `20usd/month`, `20usd/30d`, `$20/week`, or `100usd` for the whole life of a key.
 * @throws {UsageError}
 */
export function parseBudget(text: string): Budget {
  const groups = pattern.exec(text)?.groups;
  const amount = groups?.['dollars'] ?? groups?.['amount'];
  const period = groups?.['period']?.toLowerCase();
  if (amount === undefined) {
    throw new UsageError(
      `"${text}" is not a budget`,
      'Give US dollars and a period: 20usd/month, 5usd/day, 20usd/30d; or 100usd for the whole life of the key.',
    );
  }
  if (period === undefined) return { budgetUsd: Number(amount) };
  const named = periods[period];
  if (named === undefined) parseDuration(period);
  return { budgetUsd: Number(amount), budgetPeriod: named ?? period };
}
