import { floatText } from './float-text.ts';
import type { Body } from './json.ts';
import { Float, Instant } from './json.ts';
import { printedTime } from './time-text.ts';

/** A value as Python prints it; error messages of the proxy often are printed dictionaries. */
export function printed(value: Body): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return floatText(value.value, 'plain');
  if (value instanceof Instant) return printedTime(value);
  if (isList(value)) return `[${value.map(printed).join(', ')}]`;
  const entries: Iterable<readonly [string, Body]> = value instanceof Map ? value : Object.entries(value);
  return `{${Array.from(entries, ([name, item]) => `${quoted(name)}: ${printed(item)}`).join(', ')}}`;
}

/** A value put into a longer text: as printed, but texts without quotes. */
export function inserted(value: Body): string {
  return typeof value === 'string' ? value : printed(value);
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** Single quotes, unless the text has one and no double quote. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll(/[\\\p{Cc}\u00a0\u00ad']/gu, (letter) => {
    if (letter === "'") return quote === "'" ? "\\'" : letter;
    return named[letter] ?? `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `${quote}${body}${quote}`;
}

function isList(value: Body): value is readonly Body[] {
  return Array.isArray(value);
}
