const form = /^(?<date>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:?\d\d)?$/;

/**
 * Brings the proxy's three forms of an instant into one: ISO 8601 in UTC with milliseconds, `2026-11-21T00:26:49.300Z`. The
 * proxy writes microseconds or milliseconds, `Z` or `+00:00`, and leaves the fraction out on whole seconds; it stores
 * milliseconds, cut and not rounded. Null for anything else.
 */
export function readInstant(value: unknown): string | null {
  const groups = typeof value === 'string' ? form.exec(value)?.groups : undefined;
  if (groups === undefined) return null;
  const { date = '', time = '', fraction = '', zone = 'Z' } = groups;
  const instantMs = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(instantMs) ? null : new Date(instantMs).toISOString();
}
