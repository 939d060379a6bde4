import { addressColumns } from './address-list.ts';
import { wrong } from './configuration-error.ts';
import { expiryColumns } from './expiry.ts';
import type { CreateApiKey, UpdateApiKey } from './types/user-api-key.ts';
import { refuseUnknown, text, writeColumns } from './write-columns.ts';

/** Columns under their names on the wire. */
type KeyBody = Readonly<Record<string, unknown>>;

const texts = { name: text('name', { least: 1, most: 128 }), description: text('description', { least: 0, most: 2_048 }) };
const changeNames = [...Object.keys(texts), 'expiresIn', 'expires', 'ipAllowList', 'ipDenyList'];

/**
 * What is sent for a new key, but for its user. A key without an expiry is said to be one: what the system makes of a key
 * that says nothing about it is not known.
 *
 * @throws {ConfigurationError} for a value that the system would refuse, or a name that it would silently drop.
 */
export function createBody(parameters: CreateApiKey, nowMs: number): KeyBody {
  refuseUnknown('a key', parameters, ['user', ...changeNames]);
  if (parameters.name === undefined) throw wrong('a new key needs a name');
  return { ...textsAndLists(parameters), ...(expiryColumns(parameters, nowMs) ?? { expires_type: 'never' }) };
}

/**
 * What is sent to change a key: only what shall be different.
 *
 * @throws {ConfigurationError} for a value that the system would refuse, a name that it would silently drop, or nothing at all.
 */
export function updateBody(changes: UpdateApiKey, nowMs: number): KeyBody {
  refuseUnknown('a key', changes, changeNames);
  const body = { ...textsAndLists(changes), ...expiryColumns(changes, nowMs) };
  if (Object.keys(body).length === 0) throw wrong('a change sets at least one thing');
  return body;
}

function textsAndLists({ name, description, ipAllowList, ipDenyList }: UpdateApiKey): KeyBody {
  return { ...writeColumns('a key', { name, description }, texts), ...addressColumns({ ipAllowList, ipDenyList }) };
}
