import { flag, number, text } from '../rows/column.ts';
import type { Row } from '../rows/row.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { TableKind } from '../rows/rules.ts';
import type { VergeOSServer } from '../vergeos-server.ts';

/** What identities may do with tables and rows. Row 0 is the whole table, table `/` is everything. */
export const permissions: TableKind = {
  schema: {
    name: 'permissions',
    columns: {
      identity: number({ access: 'at-creation', refersTo: 'identities' }),
      table: text({ access: 'at-creation', length: { from: 1, to: 128 } }),
      row: number({ access: 'at-creation', initial: 0 }),
      rowdisplay: text({ initial: '', access: 'read-only' }),
      list: flag(false),
      read: flag(false),
      create: flag(false),
      modify: flag(false),
      delete: flag(false),
    },
    shortFields: ['$key'],
    unique: [['identity', 'table', 'row']],
    display: (row) => textOf(row, 'table'),
  },
  rules: {
    creating: (row, { server }) => ({ ...row, rowdisplay: rowDisplay(server, row) }),
  },
};

/** A permission that the system gives by itself; flags that are left out are false. */
export interface Grant {
  readonly identity: number;
  readonly table: string;
  readonly row: number;
  readonly list?: boolean;
  readonly read?: boolean;
  readonly create?: boolean;
  readonly modify?: boolean;
  readonly delete?: boolean;
}

/** Gives a permission without a call. */
export function grant(server: VergeOSServer, given: Grant): void {
  const table = server.rows('permissions');
  const row = { $key: table.nextKey, rowdisplay: '', list: false, read: false, create: false, modify: false, delete: false, ...given };
  table.add({ ...row, rowdisplay: rowDisplay(server, row) });
}

function rowDisplay(server: VergeOSServer, permission: Row): string {
  const table = server.table(textOf(permission, 'table'));
  const row = table?.get(numberOf(permission, 'row'));
  return table === undefined || row === undefined ? '' : table.schema.display(row);
}
