import { DecodeError } from '@keyrack/http';
import { decodeListedKey } from './listed-key.ts';
import type { ListedKey } from './listed-key.ts';
import type { KeyReference } from './key-hash.ts';
import { tokenOf } from './key-hash.ts';
import { checkParameters, flag, nonEmptyText, oneOf, text, texts, wholeNumber, object } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readList, readObject, readRequiredText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** Which keys a list shows; all that is given must hold. Without a `status`, blocked and expired keys are in, deleted ones not. */
export interface KeyFilter {
  /** Exact, or a part of it with `substring_matching`. */
  readonly key_alias?: string;
  /** Exact, or a part of it with `substring_matching`. */
  readonly user_id?: string;
  readonly team_id?: string;
  readonly organization_id?: string;
  readonly project_id?: string;
  readonly agent_id?: string;
  readonly access_group_id?: string;
  /** One key, by its secret or its token. */
  readonly key_hash?: KeyReference;
  /** A token, or a part of an alias in any case. */
  readonly search?: string;
  /** Aliases and user ids that contain the text, in any case; `%` and `_` act as wildcards. @default false */
  readonly substring_matching?: boolean;
  /** A blocked key is `revoked`, expired or not. `deleted` shows the archive. */
  readonly status?: 'active' | 'expired' | 'revoked' | 'deleted';
  readonly expires?: 'active' | 'expired';
  /** For members of a team: the team's service accounts too. @default false */
  readonly include_team_keys?: boolean;
  readonly include_created_by_keys?: boolean;
}

/** One page of a list. Pages shift while keys come and go; `listAll` copes with that. */
export interface KeyPageQuery extends KeyFilter {
  /** From 1. Beyond the end it is empty. @default 1 */
  readonly page?: number;
  /** 1 to 100. @default 10 */
  readonly size?: number;
  /** @default newest first */
  readonly sort_by?: 'spend' | 'max_budget' | 'created_at' | 'updated_at' | 'token' | 'key_alias';
  /** Looked at only with `sort_by`. @default 'desc' */
  readonly sort_order?: 'asc' | 'desc';
}

/** A page of tokens. */
export interface ListTokens extends KeyPageQuery {
  readonly return_full_object?: false;
  readonly expand?: undefined;
}

/** A page of whole keys. */
export type ListWholeKeys = KeyPageQuery &
  (
    | { readonly return_full_object: true; readonly expand?: readonly 'user'[] }
    | { readonly return_full_object?: boolean; readonly expand: readonly 'user'[] }
  );

/** A page of a list, and what the list was as a whole at that moment. */
export interface KeyPage<Item> {
  readonly keys: readonly Item[];
  readonly total_count: number;
  readonly current_page: number;
  /** 0 when the list is empty. */
  readonly total_pages: number;
}

type AnyQuery = KeyPageQuery & { readonly return_full_object?: boolean; readonly expand?: readonly 'user'[] | undefined };

const queryChecks: Checks<AnyQuery> = {
  key_alias: text,
  user_id: text,
  team_id: text,
  organization_id: text,
  project_id: text,
  agent_id: text,
  access_group_id: text,
  key_hash: nonEmptyText,
  search: text,
  substring_matching: flag,
  status: oneOf('active', 'expired', 'revoked', 'deleted'),
  expires: oneOf('active', 'expired'),
  include_team_keys: flag,
  include_created_by_keys: flag,
  page: wholeNumber,
  size: wholeNumber,
  sort_by: oneOf('spend', 'max_budget', 'created_at', 'updated_at', 'token', 'key_alias'),
  sort_order: oneOf('asc', 'desc'),
  return_full_object: flag,
  expand: texts,
};

/** A query as it is sent; a secret becomes its token. @throws {ConfigurationError} */
export async function listQuery(query: AnyQuery): Promise<Readonly<Record<string, string | number | boolean | readonly string[]>>> {
  const { key_hash: key, ...rest } = object('a query', query);
  const hashed = key === undefined ? rest : { ...rest, key_hash: await tokenOf(key) };
  // Each of these is a text, a number, a switch or a list of texts.
  return checkParameters('a list of keys', hashed, queryChecks) as Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** @throws {DecodeError} */
export function decodeTokenPage(body: unknown): KeyPage<string> {
  return decodePage(body, readRequiredText);
}

/** @throws {DecodeError} */
export function decodeKeyPage(body: unknown): KeyPage<ListedKey> {
  return decodePage(body, decodeListedKey);
}

function decodePage<Item>(body: unknown, decode: (item: unknown, path: string) => Item): KeyPage<Item> {
  const fields: Fields = readObject(body, '');
  const keys = readList(fields['keys'], 'keys').map((item, index) => decode(item, `keys[${index}]`));
  const { total_count: total, current_page: page } = fields;
  // Without these a part of the list would pass for the whole.
  if (typeof total !== 'number') throw new DecodeError('total_count', 'a number');
  if (typeof page !== 'number') throw new DecodeError('current_page', 'a number');
  return { keys, total_count: total, current_page: page, total_pages: readCount(fields['total_pages']) };
}
