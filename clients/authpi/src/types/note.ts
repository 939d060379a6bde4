// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { KnownText } from './common.ts';

/** What a note can be about. */
export type NoteSubjectType = KnownText<'user' | 'org' | 'issuer' | 'client' | 'agent'>;

/** What a note can refer to. */
export type NoteRefType = KnownText<'user' | 'org' | 'issuer' | 'client' | 'webhook' | 'api_key'>;

/** A user whom a note mentions. Instants are Unix milliseconds. */
export interface NoteMention {
  readonly mentioned_user_id: string;
  readonly created_at: number;
}

/** Something that a note refers to. Instants are Unix milliseconds. */
export interface NoteReference {
  readonly ref_type: NoteRefType;
  readonly ref_id: string;
  readonly ref_issuer_id: string | null;
  readonly created_at: number;
}

/** A note. Instants are Unix milliseconds. */
export interface Note {
  readonly id: string;
  readonly account_id: string;
  readonly issuer_id: string | null;
  readonly subject_type: NoteSubjectType;
  readonly subject_id: string;
  readonly content: string;
  readonly pinned: boolean;
  readonly created_by: string;
  readonly updated_by: string | null;
  readonly created_at: number;
  readonly updated_at: number | null;
  readonly mentions?: readonly NoteMention[] | null;
  readonly references?: readonly NoteReference[] | null;
}

/** What a new note shall be. */
export interface CreateNoteInput {
  readonly subject_type: NoteSubjectType;
  readonly subject_id: string;
  readonly issuer_id?: string | null;
  readonly content: string;
  readonly pinned?: boolean | null;
}

/** What shall change about a note; what is absent stays. */
export interface UpdateNoteInput {
  readonly content?: string | null;
  readonly pinned?: boolean | null;
}

/** How many notes there are. */
export interface NotesCountResponse {
  readonly count: number;
}
