const latestMs = 8.64e15;

/** Unix seconds as the system sends them; null for 0, which means never, and for anything that is no instant. */
export function readSeconds(value: unknown): number | null {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 ? seconds : null;
}

/** The same as a Date; what lies beyond all dates is the latest there is. */
export function dateOf(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(Math.min(seconds * 1_000, latestMs));
}
