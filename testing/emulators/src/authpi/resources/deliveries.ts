import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { earlier, equal, later } from '../records/filters.ts';
import { list } from '../records/operations.ts';
import type { StoredRecord } from '../records/record.ts';
import { viewOf } from '../records/record.ts';

const kind = 'deliveries';

/** What was sent to a webhook, and what came of it. */
export const deliveryHandlers: Handlers = {
  'deliveries.list': list({
    kind,
    filters: { event_type: equal('event_type'), after: later('first_attempted_at'), before: earlier('first_attempted_at') },
  }),
  'deliveries.redeliver': async (call) => {
    const delivery: StoredRecord = await call.server.deliveries.attempt(targetOf(call));
    return { kind: 'item', fields: { ...viewOf(delivery), success: delivery.fields['last_error'] === null }, record: delivery };
  },
};
