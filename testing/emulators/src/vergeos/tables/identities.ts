import { text } from '../rows/column.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { Row } from '../rows/row.ts';
import type { TableKind } from '../rows/rules.ts';
import type { Table } from '../rows/table.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import { isReferenceTo } from './member-reference.ts';

/** What permissions are given to: one row for each user and group. It is reached through references only. */
export const identities: TableKind = {
  schema: {
    name: 'identities',
    columns: { owner: text({ initial: '', refersTo: '*' }) },
    shortFields: ['$key'],
    display: (row) => textOf(row, 'owner'),
    readOnly: true,
  },
  rules: {},
};

/** Hands out identities. A new group takes over the one that a deleted group left. */
export class Identities {
  readonly #table: Table;
  readonly #left: number[] = [];
  readonly #takenOver = new Set<number>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** What the next user gets. */
  get next(): number {
    return this.#table.nextKey;
  }

  /** What the next group gets. */
  get nextForGroup(): number {
    return this.#left.at(-1) ?? this.next;
  }

  /** Whether a group had it before: such a group cannot be the parent of a membership. */
  wasTakenOver(identity: number): boolean {
    return this.#takenOver.has(identity);
  }

  /** @param owner for example `users/3` */
  give(identity: number, owner: string): void {
    if (identity === this.next) {
      this.#table.add({ $key: identity, owner });
      return;
    }
    this.#left.splice(this.#left.lastIndexOf(identity), 1);
    this.#takenOver.add(identity);
    this.#table.replace({ $key: identity, owner });
  }

  take(identity: number, owner: string): void {
    this.#table.remove(identity);
    if (owner.startsWith('groups/')) this.#left.push(identity);
  }
}

/** Ends everything that hangs on a user or group: its permissions, its memberships, those in it, its identity. */
export function forgetOwner(server: VergeOSServer, table: 'users' | 'groups', row: Row): void {
  const identity = numberOf(row, 'identity');
  removeWhere(server.rows('permissions'), (permission) => permission['identity'] === identity);
  removeWhere(
    server.rows('members'),
    (membership) =>
      (table === 'groups' && membership['parent_group'] === row.$key) || isReferenceTo(textOf(membership, 'member'), table, row.$key),
  );
  server.identities.take(identity, `${table}/${row.$key}`);
}

function removeWhere(table: Table, matches: (row: Row) => boolean): void {
  for (const row of table.rows()) if (matches(row)) table.remove(row.$key);
}
