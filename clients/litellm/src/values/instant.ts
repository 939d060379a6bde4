const form = /^(?<date>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:?\d\d)?$/;
/** In UTC to the millisecond or finer, on a day that every month has: nothing has to be computed. Lists hold thousands of such. */
const plainForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3,}(?:Z|\+00:00)$/;

/**
 * Brings the proxy's three forms of an instant into one: ISO 8601 in UTC with milliseconds, `2026-11-21T00:26:49.300Z`. The
 * proxy writes microseconds or milliseconds, `Z` or `+00:00`, and leaves the fraction out on whole seconds; it stores
 * milliseconds, cut and not rounded. Null for anything else.
 */
export function readInstant(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return plainForm.test(value) ? `${value.slice(0, 23)}Z` : readAny(value);
}

function readAny(value: string): string | null {
  const groups = form.exec(value)?.groups;
  if (groups === undefined) return null;
  const { date = '', time = '', fraction = '', zone = 'Z' } = groups;
  const instantMs = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(instantMs) ? null : new Date(instantMs).toISOString();
}
