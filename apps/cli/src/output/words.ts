import type { KeyLimits } from '@keyrack/contracts';

/** An instant on our wire: ISO 8601 in UTC. */
export function toInstant(instantMs: number): string;
export function toInstant(instantMs: number | null): string | null;
export function toInstant(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}

/** An instant for people: UTC, to the minute. */
export function readableInstant(instant: string | null): string {
  return instant === null ? '' : `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** `1 key`, `1,200 keys`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? noun : plural}`;
}

const durationUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A duration for people, as they type it: `1d12h`. */
export function readableDuration(durationMs: number): string {
  let restMs = durationMs;
  const parts = durationUnits.map(([unit, lengthMs]) => {
    const amount = Math.floor(restMs / lengthMs);
    restMs -= amount * lengthMs;
    return amount === 0 ? '' : `${amount}${unit}`;
  });
  return parts.join('') || '0s';
}

const byteUnits = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

/** Bytes for people: `50 GB`; exact where the unit divides them, else to three digits. */
export function readableBytes(bytes: number): string {
  const unit = byteUnits.find(([, factor]) => bytes >= factor);
  return unit ? `${Number((bytes / unit[1]).toPrecision(bytes % unit[1] === 0 ? 15 : 3))} ${unit[0]}` : `${bytes} B`;
}

/** Limits for people, in one line; empty when nothing is limited. */
export function readableLimits(limits: KeyLimits): string {
  const parts = [
    limits.dataLimitBytes === undefined ? null : `${readableBytes(limits.dataLimitBytes)} of data`,
    limits.budgetUsd === undefined
      ? null
      : `${limits.budgetUsd} USD${limits.budgetPeriod === undefined ? '' : ` per ${limits.budgetPeriod}`}`,
    limits.requestsPerMinute === undefined ? null : `${limits.requestsPerMinute} requests a minute`,
    limits.tokensPerMinute === undefined ? null : `${limits.tokensPerMinute} tokens a minute`,
    limits.maxParallelRequests === undefined ? null : `${limits.maxParallelRequests} requests at once`,
    listOf('models', limits.models),
    listOf('scopes', limits.scopes),
    listOf('from', limits.allowedAddresses),
    listOf('not from', limits.deniedAddresses),
  ];
  return parts.filter((part) => part !== null).join('; ');
}

/** Labels for people: `env=prod team=core`. */
export function readableLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function listOf(title: string, values: readonly string[] | undefined): string | null {
  return values === undefined ? null : `${title} ${values.join(', ') || 'none'}`;
}
