import { DecodeError } from '@keyrack/http';
import type { ItemPage, PagePlace } from '../paging/every-item.ts';
import { checkParameters, text, wholeNumber } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readCount, readList, readObject, readRequiredText } from '../values/reading.ts';

/** Which aliases a list shows. */
export interface AliasFilter {
  /** A part of the alias, in any case. */
  readonly search?: string;
  readonly team_id?: string;
}

/** One page of aliases, sorted by their letters. */
export interface AliasQuery extends AliasFilter {
  /** From 1. @default 1 */
  readonly page?: number;
  /** 1 to 100. @default 50 */
  readonly size?: number;
}

/** A page of aliases; keys without one are left out. */
export interface AliasPage {
  readonly aliases: readonly string[];
  readonly total_count: number;
  readonly current_page: number;
  readonly total_pages: number;
}

const queryChecks: Checks<AliasQuery> = { search: text, team_id: text, page: wholeNumber, size: wholeNumber };

/** @throws {ConfigurationError} */
export function aliasQuery(query: AliasQuery): Readonly<Record<string, string | number>> {
  // Each of these is a text or a number.
  return checkParameters('a list of aliases', query, queryChecks) as Readonly<Record<string, string | number>>;
}

/** @throws {DecodeError} */
export function decodeAliasPage(body: unknown): AliasPage {
  const fields = readObject(body, '');
  const { total_count: total, current_page: page } = fields;
  if (typeof total !== 'number') throw new DecodeError('total_count', 'a number');
  if (typeof page !== 'number') throw new DecodeError('current_page', 'a number');
  const aliases = readList(fields['aliases'], 'aliases').map((alias, index) => readRequiredText(alias, `aliases[${index}]`));
  return { aliases, total_count: total, current_page: page, total_pages: readCount(fields['total_pages']) };
}

/** The page that was asked for. @throws {DecodeError} */
export function decodeAliasesAt(body: unknown, { page }: PagePlace): ItemPage<string> {
  const { aliases, total_count: total, current_page: current } = decodeAliasPage(body);
  if (current !== page) throw new DecodeError('current_page', `${page}, which was asked for`);
  return { items: aliases, total };
}
