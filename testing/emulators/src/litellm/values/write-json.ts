import type { Dialect } from './float-text.ts';
import { floatText } from './float-text.ts';
import type { Body } from './json.ts';
import { Float, Instant } from './json.ts';
import { timeText } from './time-text.ts';

/** Writes an answer's body without spaces, letters beyond ASCII as they are. */
export function writeJson(body: Body, dialect: Dialect): string {
  if (body === null || typeof body === 'boolean' || typeof body === 'string') return JSON.stringify(body);
  if (typeof body === 'number' || typeof body === 'bigint') return String(body);
  if (body instanceof Float) return floatText(body.value, dialect);
  if (body instanceof Instant) return `"${timeText(body, dialect)}"`;
  if (isList(body)) return `[${body.map((item) => writeJson(item, dialect)).join(',')}]`;
  const entries: Iterable<readonly [string, Body]> = body instanceof Map ? body : Object.entries(body);
  return `{${Array.from(entries, ([name, value]) => `${JSON.stringify(name)}:${writeJson(value, dialect)}`).join(',')}}`;
}

function isList(body: Body): body is readonly Body[] {
  return Array.isArray(body);
}
