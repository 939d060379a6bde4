import { isIP } from 'node:net';
import { ApiError, invalidArgument } from './api-error.ts';
import { printed } from './printed.ts';

const namePattern = /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;

/** A host as the server takes it: a name, or an address without brackets. Lengths are not looked at. */
export function hostnameValue(value: unknown): string {
  if (value === undefined) throw new ApiError(400, 'MissingParameter', 'hostname must be provided');
  if (typeof value !== 'string') {
    throw invalidArgument(`Expected hostname to be a string, instead got ${printed(value)} of type ${typeof value}`);
  }
  if (namePattern.test(value) || isIP(value) !== 0) return value;
  throw invalidArgument(`Hostname ${value} isn't a valid hostname or IP address`);
}
