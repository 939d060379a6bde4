import type { Call, Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { equal, flagged } from '../records/filters.ts';
import { change, create, get, list, remove } from '../records/operations.ts';
import { readLimit } from '../records/paging.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { viewOf } from '../records/record.ts';

const kind = 'notes';

/** Notes about users and other things. How a text mentions or refers to something is not known, so new notes do neither. */
export const noteHandlers: Handlers = {
  'notes.list': list({
    kind,
    filters: {
      subject_type: equal('subject_type'),
      subject_id: equal('subject_id'),
      issuer_id: equal('issuer_id'),
      created_by: equal('created_by'),
      pinned: flagged('pinned'),
      mentions_user_id: (note, wanted) => partsOf(note, 'mentions').some((mention) => mention['mentioned_user_id'] === wanted),
    },
  }),
  'notes.create': create({
    kind,
    prefix: 'note',
    event: 'note.created',
    build: (call) => ({
      fields: { pinned: false, mentions: [], references: [], ...call.body, account_id: targetOf(call).id, created_by: call.caller.id },
    }),
  }),
  'notes.get': get(),
  'notes.update': change({
    kind,
    event: 'note.updated',
    change: ({ body, caller }, { fields }) => ({ fields: { ...fields, ...body, updated_by: caller.id } }),
  }),
  'notes.delete': remove(kind, 'note.deleted'),
  'notes.count': (call) => {
    const { query } = call;
    const notes = notesOf(call).filter(({ fields }) => ['subject_type', 'subject_id'].every((name) => fields[name] === query.get(name)));
    return { kind: 'item', fields: { count: notes.length } };
  },
  'notes.backlinks': (call) => {
    const { query } = call;
    const refers = (reference: Fields) => ['ref_type', 'ref_id'].every((name) => reference[name] === query.get(name));
    const notes = notesOf(call).filter((note) => partsOf(note, 'references').some(refers));
    return { kind: 'array', items: notes.slice(0, readLimit(query)).map(viewOf) };
  },
};

function notesOf(call: Call): readonly StoredRecord[] {
  return call.server.table(kind).made(targetOf(call).id).toReversed();
}

function partsOf({ fields }: StoredRecord, name: 'mentions' | 'references'): readonly Fields[] {
  return (fields[name] ?? []) as readonly Fields[]; // lists of objects, from the emulator's controls
}
