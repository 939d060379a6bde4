import { readRecords, readText } from '../values/reading.ts';

/** A member of a team. */
export interface TeamMember {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly role: 'admin' | 'user';
}

/** The members of a list; what is none is left out. */
export function readMembers(value: unknown): readonly TeamMember[] {
  return readRecords(value).map(({ user_id: userId, user_email: email, role }) => ({
    user_id: readText(userId),
    user_email: readText(email),
    role: role === 'admin' ? 'admin' : 'user',
  }));
}
