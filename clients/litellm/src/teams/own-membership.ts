import { DecodeError } from '@keyrack/http';
import { readObject, readText } from '../values/reading.ts';
import { readMembership } from './team.ts';
import type { TeamMembership } from './team.ts';

/** What the client's own user is in a team. */
export interface OwnTeamMembership extends TeamMembership {
  readonly role: 'admin' | 'user';
  readonly user_email: string | null;
  readonly team_alias: string | null;
}

/** @throws {DecodeError} */
export function decodeOwnMembership(body: unknown): OwnTeamMembership {
  const fields = readObject(body, '');
  const [membership] = readMembership(fields);
  if (membership === undefined) throw new DecodeError('user_id', 'a text');
  return {
    ...membership,
    role: fields['role'] === 'admin' ? 'admin' : 'user',
    user_email: readText(fields['user_email']),
    team_alias: readText(fields['team_alias']),
  };
}
