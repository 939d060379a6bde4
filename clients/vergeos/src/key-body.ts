import { addressColumns } from './address-list.ts';
import type { AddressColumns } from './address-list.ts';
import { wrong } from './configuration-error.ts';
import { expiryColumns } from './expiry.ts';
import type { ExpiryColumns } from './expiry.ts';
import type { CreateApiKey, UpdateApiKey } from './types/user-api-key.ts';

/** The columns of a key that a client writes. */
export type KeyBody = Partial<ExpiryColumns> & AddressColumns & { readonly name?: string; readonly description?: string };

const changeNames: readonly string[] = ['name', 'description', 'expiresIn', 'expires', 'ipAllowList', 'ipDenyList'];
const longestDescription = 2_048;

/**
 * What is sent for a new key, but for its user. A key without an expiry is said to be one: what the system makes of a key
 * that says nothing about it is not known.
 *
 * @throws {ConfigurationError} for a value that the system would refuse, or a name that it would silently drop.
 */
export function createBody(parameters: CreateApiKey, nowMs: number): KeyBody {
  checkNames(parameters, ['user', ...changeNames]);
  if (parameters.name === undefined) throw wrong('a new key needs a name');
  return { ...textsAndLists(parameters), ...(expiryColumns(parameters, nowMs) ?? { expires_type: 'never' }) };
}

/**
 * What is sent to change a key: only what shall be different.
 *
 * @throws {ConfigurationError} for a value that the system would refuse, a name that it would silently drop, or nothing at all.
 */
export function updateBody(changes: UpdateApiKey, nowMs: number): KeyBody {
  checkNames(changes, changeNames);
  const body = { ...textsAndLists(changes), ...expiryColumns(changes, nowMs) };
  if (Object.keys(body).length === 0) throw wrong('a change sets at least one thing');
  return body;
}

function textsAndLists({ name, description, ipAllowList, ipDenyList }: UpdateApiKey): KeyBody {
  return {
    ...(name === undefined ? {} : { name: checkText('name', name, { least: 1, most: 128 }) }),
    ...(description === undefined ? {} : { description: checkText('description', description, { least: 0, most: longestDescription }) }),
    ...addressColumns({ ipAllowList, ipDenyList }),
  };
}

function checkNames(given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrong(`a key has no "${unknown}"; it takes ${known.join(', ')}`);
}

function checkText(name: string, text: string, { least, most }: { readonly least: number; readonly most: number }): string {
  const characters = typeof text === 'string' && text.isWellFormed() ? Array.from(text).length : -1;
  if (characters >= least && characters <= most) return text;
  throw wrong(`${name} must be a text of ${least} to ${most} characters`);
}
