import { JsonReader } from '@keyrack/http';
import type { Columns } from './fields.ts';
import { dateOf, readSeconds } from './instants.ts';
import { readKey, requiredKey } from './reference.ts';
import type { GroupColumns } from './types/group.ts';

/** The fields that every group is read with. */
export const groupFields = [
  '$key',
  'name',
  'description',
  'enabled',
  'created',
  'email',
  'id',
  'identity',
  'system_group',
  'creator',
  'count(members) as member_count',
] as const;

/** Users and groups that share rights. */
export interface Group<Entry extends string = never> {
  /** The `$key`. */
  readonly key: number;
  readonly name: string;
  readonly description: string | null;
  readonly email: string | null;
  /** What another directory calls it. */
  readonly identifier: string | null;
  readonly enabled: boolean | null;
  /** Unix seconds. */
  readonly created: number | null;
  readonly createdAt: Date | null;
  /** What permissions refer to; it is not the key. */
  readonly identity: number | null;
  /** Whether the system made it for itself. */
  readonly isSystemGroup: boolean | null;
  readonly memberCount: number | null;
  /** The row as it came, with what was asked for in `fields`. */
  readonly columns: Columns<GroupColumns, Entry>;
}

/** @throws {DecodeError} when the row tells not even which group it is. */
export function decodeGroup<Entry extends string>(row: unknown, index?: number): Group<Entry> {
  const reader = JsonReader.of(row, '', index);
  const created = readSeconds(reader.unknown('created'));
  return {
    key: requiredKey(reader.unknown('$key'), index),
    name: reader.requiredText('name'),
    description: reader.text('description') ?? null,
    email: reader.text('email') ?? null,
    identifier: reader.text('id') ?? null,
    enabled: reader.boolean('enabled') ?? null,
    created,
    createdAt: dateOf(created),
    identity: readKey(reader.unknown('identity')),
    isSystemGroup: reader.boolean('system_group') ?? null,
    memberCount: reader.number('member_count') ?? null,
    // It is an object, as the reader above has found.
    columns: row as Columns<GroupColumns, Entry>,
  };
}
