const form = /^(?<date>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:?\d\d)?$/;
const plainForm = /^\d{4}-\d\d-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

/**
 * Brings the proxy's three forms of an instant into one: ISO 8601 in UTC with milliseconds, `2026-11-21T00:26:49.300Z`. The
 * proxy writes microseconds or milliseconds, `Z` or `+00:00`, and leaves the fraction out on whole seconds; it stores
 * milliseconds, cut and not rounded. Null for anything else.
 */
export function readInstant(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return plainForm.test(value) ? readPlain(value) : readAny(value);
}

/** In UTC, on a day that every month has: nothing has to be computed. Lists hold thousands of such. */
function readPlain(value: string): string | null {
  const fraction = value.charAt(19) === '.' ? value.slice(20, 23).replace(/\D.*/, '') : '';
  const text = `${value.slice(0, 19)}.${fraction.padEnd(3, '0')}Z`;
  return Number.isNaN(Date.parse(text)) ? null : text;
}

function readAny(value: string): string | null {
  const groups = form.exec(value)?.groups;
  if (groups === undefined) return null;
  const { date = '', time = '', fraction = '', zone = 'Z' } = groups;
  const instantMs = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(instantMs) ? null : new Date(instantMs).toISOString();
}
