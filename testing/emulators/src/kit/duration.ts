import { ControlError } from './control-routes.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads a length of time: milliseconds as a number, or a text such as `90s`, `5m`, `1h`, `30d`, `2w`. */
export function durationMs(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const [, amount, unit] = (typeof value === 'string' ? /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(value) : null) ?? [];
  const factor = unitMs[unit ?? ''];
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  throw new ControlError('a length of time is a number of milliseconds or a text such as 90s, 5m, 1h, 30d');
}
