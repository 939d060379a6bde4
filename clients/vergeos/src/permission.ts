import { JsonReader } from '@keyrack/http';
import type { Columns } from './fields.ts';
import { requiredKey, requiredReference } from './reference.ts';
import type { PermissionColumns, Rights } from './types/permission.ts';

/** The fields that every permission is read with. */
export const permissionFields = [
  '$key',
  'identity',
  'table',
  'row',
  'rowdisplay',
  'list',
  'read',
  'create',
  'modify',
  'delete',
  'identity#owner#$display as identity_display',
] as const;

/** What somebody may do, and where. */
export interface Permission<Entry extends string = never> {
  /** The `$key`. */
  readonly key: number;
  /** Whose it is: the `identity` of a user or a group. */
  readonly identity: number;
  readonly identityName: string | null;
  /** A table; `/`: everything. */
  readonly table: string;
  /** The `$key` of one row; 0: all of them. */
  readonly row: number;
  readonly rowName: string | null;
  readonly rights: Required<Rights>;
  /** The row as it came, with what was asked for in `fields`. */
  readonly columns: Columns<PermissionColumns, Entry>;
}

const identityColumn = { name: 'identity', table: 'identities' } as const;

/** @throws {DecodeError} when the row tells not even whose permission it is, and for what. */
export function decodePermission<Entry extends string>(row: unknown, index?: number): Permission<Entry> {
  const reader = JsonReader.of(row, '', index);
  const may = (right: keyof Rights): boolean => reader.boolean(right) ?? false;
  return {
    key: requiredKey(reader.unknown('$key'), index),
    identity: requiredReference(identityColumn, reader.unknown('identity'), index),
    identityName: reader.text('identity_display') ?? null,
    table: reader.requiredText('table'),
    row: reader.requiredNumber('row'),
    rowName: reader.text('rowdisplay') || null,
    rights: { list: may('list'), read: may('read'), create: may('create'), modify: may('modify'), delete: may('delete') },
    // It is an object, as the reader above has found.
    columns: row as Columns<PermissionColumns, Entry>,
  };
}
