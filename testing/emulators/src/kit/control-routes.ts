import type { EmulatedAnswer } from './exchange.ts';

/** A control call: its JSON body (an empty object when there was none) and its query. */
export interface ControlCall {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

/** Handlers by `METHOD /_emulator/path`. A handler may throw {@link ControlError}. */
export type ControlRoutes = Readonly<Record<string, (call: ControlCall) => EmulatedAnswer | Promise<EmulatedAnswer>>>;

/** A control call that makes no sense; answered with 400 and this message. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** Refuses fields nobody reads, so that a misspelt control does not pass unnoticed. */
export function onlyFields(fields: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ControlError(`unknown field "${unknown.join('", "')}"; known: ${known.join(', ')}`);
}

/** Reads an optional number that is finite and at least `minimum`. */
export function numberField(fields: Readonly<Record<string, unknown>>, name: string, minimum = 0): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= minimum) return value;
  throw new ControlError(`"${name}" must be a number of at least ${minimum}`);
}

/** Reads an optional text, one of `allowed` when that is given. */
export function textField<T extends string = string>(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  allowed?: readonly T[],
): T | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && (allowed === undefined || (allowed as readonly string[]).includes(value))) return value as T; // checked here
  throw new ControlError(`"${name}" must be ${allowed === undefined ? 'a text' : `one of ${allowed.join(', ')}`}`);
}

/** Reads an optional yes or no. */
export function flagField(fields: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ControlError(`"${name}" must be true or false`);
}
