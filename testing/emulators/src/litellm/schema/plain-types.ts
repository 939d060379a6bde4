import type { Json } from '../values/json.ts';
import { Float, Instant, numberOf } from '../values/json.ts';
import { timeText } from '../values/time-text.ts';
import type { FieldType } from './field-type.ts';
import { fieldType } from './field-type.ts';

const same = <Value extends Json>(value: Value): Json => value;

/** Any JSON at all. */
export const anything: FieldType<Json> = fieldType((value) => ({ value }), same);

/** A text, and nothing that could be turned into one. */
export const text: FieldType<string> = fieldType(
  (value) => (typeof value === 'string' ? { value } : { type: 'string_type', msg: 'Input should be a valid string' }),
  same,
);

/** A text of at least one character. */
export const notEmpty: FieldType<string> = fieldType((value) => {
  if (typeof value !== 'string') return { type: 'string_type', msg: 'Input should be a valid string' };
  return value === '' ? { type: 'string_too_short', msg: 'String should have at least 1 character' } : { value };
}, same);

/** A number of either kind, a text that spells one, or a yes or no. */
export const number: FieldType<number> = fieldType(
  (value) => {
    if (typeof value === 'boolean') return { value: value ? 1 : 0 };
    const plain = numberOf(value);
    if (plain !== undefined) return { value: plain };
    if (typeof value !== 'string') return { type: 'float_type', msg: 'Input should be a valid number' };
    const spelled = spelledNumber(value.trim());
    return spelled === undefined
      ? { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' }
      : { value: spelled };
  },
  (value) => new Float(value),
);

/** A whole number, a text that spells one, or a yes or no. */
export const integer: FieldType<number | bigint> = fieldType((value) => {
  if (typeof value === 'number' || typeof value === 'bigint') return { value };
  if (typeof value === 'boolean') return { value: value ? 1 : 0 };
  if (typeof value === 'string') {
    const digits = /^([-+]?\d+(?:_\d+)*)(?:\.0*)?$/.exec(value.trim())?.[1]?.replaceAll('_', '');
    if (digits !== undefined) return { value: wholeNumber(digits) };
    return { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' };
  }
  if (!(value instanceof Float)) return { type: 'int_type', msg: 'Input should be a valid integer' };
  if (!Number.isFinite(value.value)) return { type: 'finite_number', msg: 'Input should be a finite number' };
  if (Number.isInteger(value.value)) return { value: value.value };
  return { type: 'int_from_float', msg: 'Input should be a valid integer, got a number with a fractional part' };
}, same);

const yes = ['1', 'true', 't', 'yes', 'y', 'on'];
const no = ['0', 'false', 'f', 'no', 'n', 'off'];

/** Yes or no, as such, as 1 or 0, or as one of a dozen words. */
export const flag: FieldType<boolean> = fieldType((value) => {
  if (typeof value === 'boolean') return { value };
  const spelled = typeof value === 'string' ? value.toLowerCase() : numberOf(value)?.toString();
  if (spelled !== undefined && yes.includes(spelled)) return { value: true };
  if (spelled !== undefined && no.includes(spelled)) return { value: false };
  const number = numberOf(value);
  if (typeof value === 'string' || (number !== undefined && Number.isInteger(number) && Math.abs(number) < 2 ** 63)) {
    return { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
  }
  return { type: 'bool_type', msg: 'Input should be a valid boolean' };
}, same);

/** An instant as it was given: one without a zone counts as UTC and goes on without one. */
export interface GivenInstant {
  readonly epochMs: number;
  /** As the proxy writes it into a JSON column. */
  readonly text: string;
}

/** An instant in ISO 8601 or seconds since 1970. */
export const instant: FieldType<GivenInstant> = fieldType(
  (value) => {
    const seconds = numberOf(value) ?? numberInText(value);
    if (seconds !== undefined) {
      const epochMs = Math.abs(seconds) > 2e10 ? seconds : seconds * 1_000;
      return { value: { epochMs, text: timeText(Instant.ofMs(epochMs), 'plain') } };
    }
    const invalid = 'Input should be a valid datetime';
    if (typeof value !== 'string') return { type: 'datetime_type', msg: invalid };
    const read = readInstant(value);
    return read === undefined
      ? { type: 'datetime_from_date_parsing', msg: 'Input should be a valid datetime or date, input is too short' }
      : { value: read };
  },
  ({ text: written }) => written,
);

function numberInText(value: unknown): number | undefined {
  return typeof value === 'string' && /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : undefined;
}

function readInstant(spelling: string): GivenInstant | undefined {
  const [, day, minutes = '00:00', seconds = '00', fraction, zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?([Zz]|[-+]\d\d:?\d\d)?$/.exec(spelling.trim()) ?? [];
  if (day === undefined) return undefined;
  const time = `${day}T${minutes}:${seconds}${fraction === undefined ? '' : `.${fraction.padEnd(6, '0')}`}`;
  const offset = /^z$/i.test(zone) ? '+00:00' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const epochMs = Date.parse(`${time}${offset || 'Z'}`);
  return Number.isNaN(epochMs) ? undefined : { epochMs, text: `${time}${offset}` };
}

/**
 * One of some words, where the proxy lists them as a type (`literal_error`) or as named values (`enum`).
 * @param shown how the proxy prints each of them; else in quotes
 */
export function oneOf<Word extends string>(
  type: 'literal_error' | 'enum',
  words: readonly Word[],
  shown: readonly string[] = words.map((word) => `'${word}'`),
): FieldType<Word> {
  const msg = `Input should be ${[shown.slice(0, -1).join(', '), shown.at(-1)].join(' or ')}`;
  return fieldType((value) => {
    const found = words.find((word) => word === value);
    return found === undefined ? { type, msg } : { value: found };
  }, same);
}

/** A number type with a bound. */
export function bounded<Value extends number | bigint>(
  type: FieldType<Value>,
  bounds: { readonly above?: number; readonly min?: number; readonly max?: number },
): FieldType<Value> {
  return {
    write: (value) => type.write(value),
    read(value, loc, problems) {
      const found = type.read(value, loc, problems);
      if (found === undefined) return undefined;
      const { above, min, max } = bounds;
      if (above !== undefined && found <= above) problems.push({ type: 'greater_than', loc, msg: `Input should be greater than ${above}` });
      else if (min !== undefined && found < min) {
        problems.push({ type: 'greater_than_equal', loc, msg: `Input should be greater than or equal to ${min}` });
      } else if (max !== undefined && found > max) {
        problems.push({ type: 'less_than_equal', loc, msg: `Input should be less than or equal to ${max}` });
      } else return found;
      return undefined;
    },
  };
}

function spelledNumber(spelling: string): number | undefined {
  if (/^[-+]?(\d+(_\d+)*\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(spelling)) return Number(spelling.replaceAll('_', ''));
  const special = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, infinity: Number.POSITIVE_INFINITY }[
    spelling.toLowerCase().replace(/^[-+]/, '')
  ];
  return special === undefined ? undefined : spelling.startsWith('-') ? -special : special;
}

function wholeNumber(digits: string): number | bigint {
  const plain = Number(digits);
  return Number.isSafeInteger(plain) ? plain : BigInt(digits.replace(/^\+/, ''));
}
