import { NotKnownError } from '../../kit/not-known.ts';
import type { Call, Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import type { Filters } from '../records/filters.ts';
import { earlier, later } from '../records/filters.ts';
import { get, list } from '../records/operations.ts';
import type { StoredRecord } from '../records/record.ts';
import { textOf, textsOf } from '../records/record.ts';

const kind = 'events';

const about = ({ hidden }: StoredRecord, wanted: string): boolean => textsOf(hidden, 'about').includes(wanted);

const filters: Filters = {
  issuer_id: about,
  user_id: about,
  client_id: about,
  event_types: ({ fields }, wanted) => wanted.split(',').includes(textOf(fields, 'type')),
  after: later('timestamp'),
  before: earlier('timestamp'),
};

/** What happened in an account, newest first. */
export const eventHandlers: Handlers = {
  'events.list': list({ kind, filters }),
  'events.get': get(),
  'events.aggregate': (call) => {
    const unknown = ['group_by', 'interval', 'count_unique'].find((name) => call.query.has(name));
    if (unknown !== undefined) throw new NotKnownError(`which values ${unknown} takes when events are counted`);
    const count = call.server
      .table(kind)
      .made(targetOf(call).id)
      .filter((event) => wanted(event, call)).length;
    return { kind: 'item', fields: { buckets: [{ count }] } };
  },
};

function wanted(event: StoredRecord, call: Call): boolean {
  return Object.entries(filters).every(([name, filter]) => {
    const value = call.query.get(name);
    return value === null || filter(event, value, call);
  });
}
