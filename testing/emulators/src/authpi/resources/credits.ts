import { NotKnownError } from '../../kit/not-known.ts';
import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { list } from '../records/operations.ts';
import { page, readLimit } from '../records/paging.ts';
import { viewOf } from '../records/record.ts';
import { notKnownText } from '../not-known-text.ts';
import { randomId, randomSecret } from '../random.ts';

/** Money. What is charged and paid only comes from the emulator's controls. */
export const creditHandlers: Handlers = {
  'credits.ledger': list({ kind: 'ledger' }),
  'credits.create_topup': () => {
    throw new NotKnownError('which fields say how much a top-up is');
  },
  'invoices.list': (call) => {
    const listed = page(call, {
      table: call.server.table('invoices'),
      filters: {},
      accepts: ({ within }) => within.includes(targetOf(call).id),
      view: viewOf,
    });
    return listed.kind === 'page' ? { ...listed, items: listed.items.slice(0, readLimit(call.query)) } : listed;
  },
  'usage.list': () => {
    throw new NotKnownError('whether the usage of a period comes as a list or as one object');
  },
  'usage.estimate': ({ server: { nowMs } }) => ({
    kind: 'item',
    fields: {
      period: new Date(nowMs).toISOString().slice(0, 7),
      as_of: nowMs,
      trial: false,
      billing_profile: notKnownText,
      estimate: true,
      total_μusd: 0,
      lines: [],
    },
  }),
  'payment_methods.setup_intent_stripe': () => ({
    kind: 'item',
    fields: { client_secret: `seti_${randomSecret()}`, customer_id: randomId('cus') },
  }),
  'payment_methods.delete': (call) => {
    call.server.remove('payment_methods', targetOf(call));
    return { kind: 'none' };
  },
};
