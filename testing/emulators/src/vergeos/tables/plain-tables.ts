import { flag, text } from '../rows/column.ts';
import { nameOf } from '../rows/reference.ts';
import { textOf } from '../rows/row.ts';
import type { TableKind } from '../rows/rules.ts';

/** The installation itself, one row: the first thing that clients look at. */
export const system: TableKind = {
  schema: {
    name: 'system',
    columns: { yb_version: text(), os_version: text(), cloud_name: text() },
    shortFields: ['$key'],
    display: (row) => textOf(row, 'cloud_name'),
    readOnly: true,
  },
  rules: {},
};

const named = { shortFields: ['$key', 'name'], display: nameOf, readOnly: true } as const;

/** Virtual machines: none. */
export const vms: TableKind = { schema: { name: 'vms', columns: { name: text(), is_snapshot: flag(false) }, ...named }, rules: {} };

/** Networks: none. */
export const vnets: TableKind = { schema: { name: 'vnets', columns: { name: text() }, ...named }, rules: {} };

/** Other places that users can log in from: none, so that every reference to one is refused. */
export const authSources: TableKind = { schema: { name: 'auth_sources', columns: { name: text() }, ...named }, rules: {} };
