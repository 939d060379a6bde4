import { NotKnownError } from '../../kit/not-known.ts';
import { permissionDenied } from '../api-error.ts';
import { parseReference } from '../rows/reference.ts';
import type { Row } from '../rows/row.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { TableSchema } from '../rows/table-schema.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import type { Caller } from './caller.ts';

/** What a permission can allow. */
export type Right = 'list' | 'read' | 'create' | 'modify' | 'delete';

/** What a call wants to touch: a whole table or one of its rows. */
export interface Subject {
  readonly schema: TableSchema;
  readonly row?: Row;
}

/** The permissions that count for a user: its own and those of its groups, of groups within groups too. */
interface Grants {
  readonly certain: readonly Row[];
  /** Those that reach the user through a disabled group only. */
  readonly doubtful: readonly Row[];
}

/** Tables that everybody who is logged in may read: the first call of the vendor's client goes there. */
const openTables: readonly string[] = ['system'];

/** Who may do what. */
export class Rights {
  readonly #server: VergeOSServer;
  readonly #remembered = new Map<number, Grants>();
  #version = '';

  constructor(server: VergeOSServer) {
    this.#server = server;
  }

  /** @throws {ApiError} 403 @throws {NotKnownError} */
  demand(caller: Caller, right: Right, subject: Subject): void {
    if (this.#allows(caller, right, subject)) return;
    const { schema, row } = subject;
    if (schema.name === 'user_api_keys' && row !== undefined && row['user'] === caller.user.$key) {
      throw new NotKnownError(`whether a user without the right may ${right} a key of its own`);
    }
    throw permissionDenied();
  }

  /** Whether the caller may do everything. */
  isAdministrator(caller: Caller): boolean {
    const rights: readonly Right[] = ['list', 'read', 'create', 'modify', 'delete'];
    return rights.every((right) => this.#grants(caller.user.$key).certain.some((grant) => grant['table'] === '/' && grant[right] === true));
  }

  /** Which rows of a table a caller may list. @throws {ApiError} 403 when there can be none @throws {NotKnownError} */
  visibleRows(caller: Caller, schema: TableSchema): (row: Row) => boolean {
    if (this.#allows(caller, 'list', { schema })) return () => true;
    const listed = this.#grants(caller.user.$key).certain.filter((grant) => grant['table'] === schema.name && grant['list'] === true);
    const keys = new Set(listed.map((grant) => numberOf(grant, 'row')));
    if (keys.size > 0) return (row) => keys.has(row.$key);
    if (schema.name === 'user_api_keys') throw new NotKnownError('whether a user without the right may list its own keys');
    throw permissionDenied();
  }

  #allows(caller: Caller, right: Right, { schema, row }: Subject): boolean {
    if (openTables.includes(schema.name) && (right === 'list' || right === 'read')) return true;
    const covers = (grant: Row) =>
      grant[right] === true &&
      (grant['table'] === '/' || (grant['table'] === schema.name && (grant['row'] === 0 || grant['row'] === row?.$key)));
    const { certain, doubtful } = this.#grants(caller.user.$key);
    if (certain.some(covers)) return true;
    if (doubtful.some(covers)) throw new NotKnownError('whether the permissions of a disabled group count');
    return false;
  }

  #grants(userKey: number): Grants {
    const server = this.#server;
    const version = (['users', 'groups', 'members', 'permissions'] as const).map((name) => server.rows(name).version).join();
    if (version !== this.#version) this.#remembered.clear();
    this.#version = version;
    const remembered = this.#remembered.get(userKey) ?? this.#freshGrants(userKey);
    this.#remembered.set(userKey, remembered);
    return remembered;
  }

  #freshGrants(userKey: number): Grants {
    const server = this.#server;
    const user = server.rows('users').get(userKey);
    const own = user === undefined ? [] : [numberOf(user, 'identity')];
    const certain = new Set([...own, ...this.#groupIdentities(userKey, (group) => group['enabled'] === true)]);
    const all = new Set([...own, ...this.#groupIdentities(userKey, () => true)]);
    const permissions = [...server.rows('permissions').rows()].filter((row) => all.has(numberOf(row, 'identity')));
    const isCertain = (row: Row) => certain.has(numberOf(row, 'identity'));
    return { certain: permissions.filter(isCertain), doubtful: permissions.filter((row) => !isCertain(row)) };
  }

  /** The identities of the groups that hold a user, directly or through other groups. */
  #groupIdentities(userKey: number, counts: (group: Row) => boolean): ReadonlySet<number> {
    const server = this.#server;
    const memberships = [...server.rows('members').rows()].map((row) => ({
      group: numberOf(row, 'parent_group'),
      member: parseReference(textOf(row, 'member')),
    }));
    const groups = new Set<number>();
    const follow = (table: string, key: number) => {
      for (const { group: groupKey, member } of memberships) {
        if (member?.table !== table || member.key !== key || groups.has(groupKey)) continue;
        const group = server.rows('groups').get(groupKey);
        if (group === undefined || !counts(group)) continue;
        groups.add(groupKey);
        follow('groups', groupKey);
      }
    };
    follow('users', userKey);
    return new Set([...groups].map((key) => numberOf(server.rows('groups').get(key) ?? { $key: 0 }, 'identity')));
  }
}
