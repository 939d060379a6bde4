import type { GroupSelector, RowKey, UserSelector, VergeOSClient } from '@keyrack/vergeos';
import { UsageError } from '../../usage-error.ts';

const keyForm = /^[1-9]\d{0,15}$/;

/** A user or a group as it is typed: digits are its key, everything else is its name. */
export function selector(text: string): UserSelector & GroupSelector {
  return keyForm.test(text) ? Number(text) : { name: text };
}

/** The key of a user, looked up where its name was typed. */
export async function userKey({ users }: VergeOSClient, text: string): Promise<number> {
  const user = selector(text);
  return typeof user === 'number' ? user : (await users.get(user)).key;
}

/** The key of a group, looked up where its name was typed. */
export async function groupKey({ groups }: VergeOSClient, text: string): Promise<number> {
  const group = selector(text);
  return typeof group === 'number' ? group : (await groups.get(group)).key;
}

/** What permissions refer to, of a user or, behind `group:`, of a group. @throws {UsageError} when the system tells none. */
export async function identityOf(client: VergeOSClient, who: string): Promise<number> {
  const group = groupIn(who);
  const { identity } = group === undefined ? await client.users.get(selector(who)) : await client.groups.get(selector(group));
  if (identity !== null) return identity;
  throw new UsageError('The system does not tell the identity that permissions refer to', 'Log in as somebody who may see it.');
}

/** The group in `group:<group>`; undefined: it is a user. */
export function groupIn(who: string): string | undefined {
  return who.startsWith('group:') ? who.slice('group:'.length) : undefined;
}

/** The key of something that has no name. @throws {UsageError} */
export function numericKey(text: string): number {
  if (keyForm.test(text)) return Number(text);
  throw new UsageError(`"${text}" is not a key`, 'Give the number that the list shows.');
}

/** The key of a row of any table. */
export function rowKey(text: string): RowKey {
  return keyForm.test(text) ? Number(text) : text;
}
