import type { DataLimit } from './access-key.ts';
import { internalServer, invalidArgument } from './api-error.ts';
import { printed } from './printed.ts';

/** Checks of single values, with the server's own words. */

/** A text; absent stays absent. */
export function textValue(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalidArgument(`Expected a string for ${name}, instead got ${printed(value)} of type ${typeof value}`);
}

/** A number; absent stays absent. Its range is looked at later. */
export function numberValue(value: unknown, name: string): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  throw invalidArgument(`Expected a number for ${name}, instead got ${printed(value)} of type ${typeof value}`);
}

/** A limit; absent stays absent, which on the two limit paths means that it is removed. */
export function limitValue(value: unknown, onNull: () => Error = internalServer): DataLimit | undefined {
  if (value === undefined) return undefined;
  if (value === null) throw onNull();
  const { bytes } = value as { readonly bytes?: unknown }; // any other JSON value takes a property access
  if (typeof bytes === 'number' && Number.isInteger(bytes) && bytes >= 0) return value as DataLimit; // checked here
  throw invalidArgument('`limit.bytes` must be an non-negative integer');
}

/** A port in range. The range in the message is the server's own mistake. */
export function checkPortRange(port: number): void {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return;
  throw invalidArgument(`Port ${port} is invalid: must be an integer in range [0, 65353]`);
}
