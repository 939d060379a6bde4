// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateNoteInput, Note, NotesCountResponse, UpdateNoteInput } from '../types/note.ts';

const collection = '/v1/accounts/{account_id}/notes';
const single = `${collection}/{note_id}`;

/** Which notes a list shows. */
export interface NotesQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly subject_type?: string;
  readonly subject_id?: string;
  readonly issuer_id?: string;
  readonly created_by?: string;
  readonly pinned?: boolean;
  readonly mentions_user_id?: string;
}

/** What {@link NotesResource.backlinks} is asked for. */
export interface NotesBacklinksQuery {
  readonly ref_type: string;
  readonly ref_id: string;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
}

/** What {@link NotesResource.count} is asked for. */
export interface NotesCountQuery {
  readonly subject_type: string;
  readonly subject_id: string;
}

/** Notes of people about users, organizations, issuers, clients and agents. */
export class NotesResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the notes.
   *
   * Source: `GET /v1/accounts/{account_id}/notes`
   * @throws {ApiError}
   */
  list(query: NotesQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: NotesQuery, options?: ReadOptions): Promise<Page<Note>>;
  list(query: NotesQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<NotesQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<Note>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<NotesQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Note, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a note.
   *
   * Source: `POST /v1/accounts/{account_id}/notes`
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: CreateNoteInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateNoteInput, options?: CreateOptions): Promise<Item<Note>>;
  create(body: CreateNoteInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads the notes that refer to something. The answer is a list without pages.
   *
   * Source: `GET /v1/accounts/{account_id}/notes/backlinks`
   * @throws {ApiError}
   */
  backlinks(query: NotesBacklinksQuery, options: ReadOptions & Raw): Promise<unknown>;
  backlinks(query: NotesBacklinksQuery, options?: ReadOptions): Promise<readonly Note[]>;
  backlinks(query: NotesBacklinksQuery, options?: ReadOptions): Promise<unknown> {
    return this.#caller.array({ method: 'GET', route: `${collection}/backlinks`, query }, options);
  }

  /**
   * Counts the notes about something.
   *
   * Source: `GET /v1/accounts/{account_id}/notes/count`
   * @throws {ApiError}
   */
  count(query: NotesCountQuery, options: ReadOptions & Raw): Promise<unknown>;
  count(query: NotesCountQuery, options?: ReadOptions): Promise<Item<NotesCountResponse>>;
  count(query: NotesCountQuery, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: `${collection}/count`, query }, options);
  }

  /**
   * Reads a note.
   *
   * Source: `GET /v1/accounts/{account_id}/notes/{note_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(noteId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(noteId: string, options?: ReadOptions): Promise<Item<Note>>;
  get(noteId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { note_id: noteId } }, options);
  }

  /**
   * Changes a note; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/notes/{note_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(noteId: string, body: UpdateNoteInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(noteId: string, body: UpdateNoteInput, options?: ChangeOptions): Promise<Item<Note>>;
  update(noteId: string, body: UpdateNoteInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { note_id: noteId }, body }, options);
  }

  /**
   * Removes a note.
   *
   * Source: `DELETE /v1/accounts/{account_id}/notes/{note_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(noteId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { note_id: noteId } }, options);
  }
}
