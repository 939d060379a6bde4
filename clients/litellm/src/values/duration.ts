import { ConfigurationError } from '@keyrack/http';

const pattern = /^(?<amount>\d+)(?<unit>mo|[smhdw])$/;
const words: ReadonlyMap<string, string> = new Map([
  ['hourly', '1h'],
  ['daily', '24h'],
  ['weekly', '7d'],
  ['monthly', '30d'],
]);
/** A month is as long as the calendar says; this is the longest. */
const longestSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, mo: 2_678_400 };
/** The proxy stores no instant beyond the year 9999. */
const mostSeconds = 7_900 * 365 * 86_400;
const forms = 'a whole number and one of s, m, h, d, w, mo (30d), or hourly, daily, weekly, monthly';

/**
 * Passes a duration on that the proxy reads as it is meant. The proxy itself reads only the beginning of one (`1d12h` is a day,
 * `30min` half an hour) and fails at what it does not know (`1y`, `30`, `1D`), so anything else is refused here.
 *
 * @param name - the parameter, for the message.
 * @throws {ConfigurationError}
 */
export function checkDuration(name: string, value: unknown): string {
  const groups = typeof value === 'string' ? pattern.exec(words.get(value.toLowerCase()) ?? value)?.groups : undefined;
  if (groups === undefined || typeof value !== 'string') throw new ConfigurationError('litellm', `${name} must be ${forms}`);
  const { amount = '', unit = '' } = groups;
  if (Number(amount) * (longestSeconds[unit] ?? 1) > mostSeconds) {
    throw new ConfigurationError('litellm', `${name} is longer than the proxy can store: it must end before the year 10000`);
  }
  return value;
}
