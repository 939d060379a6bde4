import { wrong } from './configuration-error.ts';

/** The name under which an entry of `fields` is answered: `user#name as user_name` is answered as `user_name`. */
export type AnsweredAs<Entry extends string> = Entry extends `${string} as ${infer Alias}` ? Alias : Entry;

/**
 * The columns that were asked for, under the names on the wire and as the system sent them. Nothing of them is checked: a join
 * through an empty reference is missing, and so is a name that the table does not know.
 */
export type Columns<Row, Entry extends string = never> = {
  readonly [Name in keyof Row | AnsweredAs<Entry>]?: Name extends keyof Row ? Row[Name] : unknown;
};

/** A word, or a comma within brackets; what is left has the form of an entry. */
const entryForm = /^[^,[\]()]*[\w$](?:[^,[\]()]|\[[^[\]]*\]|\([^()]*(?:\([^()]*\)[^()]*)*\))*$/;

/**
 * Writes the list of fields: those that every answer needs, and those that were asked for, each once.
 *
 * @throws {ConfigurationError} unless what was asked for is a list of texts, each of them one field: an empty one is answered by
 * the number of rows instead of the rows.
 */
export function fieldList(needed: readonly string[], asked: readonly string[] | undefined): string {
  if (asked === undefined) return needed.join();
  if (!Array.isArray(asked)) throw wrong('fields must be a list of texts, such as ["name", "user#name as user_name"]');
  for (const entry of asked) {
    if (typeof entry !== 'string' || !entryForm.test(entry.trim()))
      throw wrong('each entry of fields must be one field, such as "user#name as user_name"');
  }
  return [...new Set([...needed, ...asked.map((entry: string) => entry.trim())])].join();
}
