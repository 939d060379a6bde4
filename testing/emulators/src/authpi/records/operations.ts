import type { AuthPIServer } from '../authpi-server.ts';
import type { Call, Handler, Result } from './call.ts';
import { targetOf, withinOf } from './call.ts';
import type { Kind } from './kinds.ts';
import type { Filters } from './filters.ts';
import { page } from './paging.ts';
import type { Fields, NewRecord, StoredRecord } from './record.ts';
import { viewOf } from './record.ts';

/** A record as an answer shows it; fields that the answer's type does not have are left out later. */
export type View = (record: StoredRecord, server: AuthPIServer) => Fields;

/** What an operation answers once a record is as it was asked for. */
export type Answer = (record: StoredRecord, call: Call) => Result;

/** What a list shows. */
export interface ListOptions {
  readonly kind: Kind;
  readonly view?: View;
  /** What the query can ask for beside `limit` and `cursor`. */
  readonly filters?: Filters;
  /** Which records of the path's last record are listed at all. */
  readonly where?: (record: StoredRecord, call: Call) => boolean;
}

/** Lists the records that belong to the path's last record, newest first. */
export function list({ kind, view = viewOf, filters = {}, where = () => true }: ListOptions): Handler {
  return (call) => {
    const owner = targetOf(call).id;
    return page(call, {
      table: call.server.table(kind),
      filters,
      accepts: (record) => record.within.includes(owner) && where(record, call),
      view: (record) => view(record, call.server),
    });
  };
}

/** Shows the path's last record. */
export function get(view: View = viewOf): Handler {
  return (call) => showing(view)(targetOf(call), call);
}

/** How a record comes to be. */
export interface CreateOptions {
  readonly kind: Kind;
  /** The fields, and where needed another id or more owners than the path names. */
  readonly build: (call: Call) => Omit<NewRecord, 'id' | 'within'> & Partial<NewRecord>;
  readonly prefix: string;
  /** The type of the event, for example `organization.group.created`. */
  readonly event: string;
  /** @default the new record */
  readonly answer?: Answer;
}

/** Makes a record under the path's last one. */
export function create({ kind, build, prefix, event, answer = showing(viewOf) }: CreateOptions): Handler {
  return (call) => {
    const built = build(call);
    const record = call.server.create(kind, { id: call.server.newId(prefix), within: withinOf(call), ...built });
    call.server.emit(event, record, call.caller);
    return answer(record, call);
  };
}

/** How a record is changed. */
export interface ChangeOptions {
  readonly kind: Kind;
  /** What becomes of the fields. @throws {ApiError} when the present state does not allow it */
  readonly change: (call: Call, record: StoredRecord) => { readonly fields?: Fields; readonly hidden?: Fields };
  /** The type of the event. */
  readonly event: string | ((before: StoredRecord, after: StoredRecord) => string);
  /** @default the changed record */
  readonly answer?: Answer;
}

/** Changes the path's last record. */
export function change({ kind, change: changed, event, answer = showing(viewOf) }: ChangeOptions): Handler {
  return (call) => {
    const before = targetOf(call);
    const record = call.server.change(kind, before, changed(call, before));
    call.server.emit(typeof event === 'string' ? event : event(before, record), record, call.caller);
    return answer(record, call);
  };
}

/** Takes the fields that were sent over the old ones. */
export function update(options: Omit<ChangeOptions, 'change'>): Handler {
  return change({ ...options, change: ({ body }, { fields }) => ({ fields: { ...fields, ...body } }) });
}

/** Removes the path's last record and everything that belongs to it. */
export function remove(kind: Kind, event: string): Handler {
  return (call) => {
    const record = targetOf(call);
    call.server.remove(kind, record);
    call.server.emit(event, record, call.caller);
    return { kind: 'none' };
  };
}

/** An answer that shows the record. */
export function showing(view: View): Answer {
  return (record, { server }) => ({ kind: 'item', fields: view(record, server), record });
}

/** An answer that shows a new record and, this once, its secret. */
export function showingSecret(secretField: string, view: View = viewOf): Answer {
  return showing((record, server) => ({ ...view(record, server), [secretField]: record.hidden['secret'] }));
}
