import { JsonReader } from '@keyrack/http';
import type { Columns } from './fields.ts';
import { readReference, requiredKey, requiredReference } from './reference.ts';
import type { MemberColumns } from './types/member.ts';

/** The fields that every membership is read with. */
export const memberFields = ['$key', 'parent_group', 'member', 'member#$display as member_display', 'creator'] as const;

/** That somebody is in a group. */
export interface Member<Entry extends string = never> {
  /** The `$key` of the membership: what {@link MembersResource.remove} takes. */
  readonly key: number;
  readonly groupKey: number;
  /** The `$key` of the user; null: it is a group. */
  readonly userKey: number | null;
  /** The `$key` of the group that is a member; null: it is a user. */
  readonly memberGroupKey: number | null;
  /** How the system shows the member. */
  readonly memberName: string | null;
  /** The row as it came, with what was asked for in `fields`. */
  readonly columns: Columns<MemberColumns, Entry>;
}

const groupColumn = { name: 'parent_group', table: 'groups' } as const;

/** @throws {DecodeError} when the row tells not even which membership it is, and of which group. */
export function decodeMember<Entry extends string>(row: unknown, index?: number): Member<Entry> {
  const reader = JsonReader.of(row, '', index);
  const member = reader.text('member');
  const isReference = member?.includes('/') === true;
  return {
    key: requiredKey(reader.unknown('$key'), index),
    groupKey: requiredReference(groupColumn, reader.unknown('parent_group'), index),
    userKey: isReference ? readReference('users', member) : null,
    memberGroupKey: isReference ? readReference('groups', member) : null,
    memberName: reader.text('member_display') ?? null,
    // It is an object, as the reader above has found.
    columns: row as Columns<MemberColumns, Entry>,
  };
}
