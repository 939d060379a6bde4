import { nonEmptyText, object, refuse } from '../values/parameter-checks.ts';
import type { KeyReference } from './key-hash.ts';

/** Which keys shall be deleted. */
export interface DeleteKeys {
  /** By secret or token. */
  readonly keys?: readonly KeyReference[] | null;
  /** Every key that has one of these aliases. */
  readonly key_aliases?: readonly string[] | null;
}

/** What is deleted; null and absent are the same here. @throws {ConfigurationError} unless both are lists. */
export function checkDeletion(
  deletion: DeleteKeys,
): Readonly<Record<'keys', readonly KeyReference[]> & Record<'aliases', readonly string[]>> {
  const { keys, key_aliases: aliases, ...others } = object('a deletion', deletion);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`a deletion has no "${unknown}"`);
  for (const alias of listOf('key_aliases', aliases)) nonEmptyText('each of key_aliases', alias);
  return { keys: listOf('keys', keys), aliases: listOf('key_aliases', aliases) };
}

function listOf<Item>(name: string, list: readonly Item[] | null | undefined): readonly Item[] {
  if (list === undefined || list === null) return [];
  if (Array.isArray(list)) return list;
  throw refuse(`${name} is a list`);
}
