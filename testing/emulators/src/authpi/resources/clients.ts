import { conflict } from '../api-error.ts';
import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { containing, equal } from '../records/filters.ts';
import { create, get, list, remove, showingSecret, update } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { textOf, viewOf } from '../records/record.ts';
import { needFields } from '../records/validation.ts';
import { notKnownText } from '../not-known-text.ts';
import { randomSecret } from '../random.ts';
import { rotated } from './api-key-fields.ts';

const kind = 'clients';
/** Those that run on a server and can keep a secret. */
const confidentialTypes = ['Web', 'M2M'];

/** OAuth clients of an issuer. Confidential ones have a secret, shown once. */
export const clientHandlers: Handlers = {
  'clients.list': list({ kind, view: itemView, filters: { q: containing('name'), name: equal('name'), status: equal('status') } }),
  'clients.create': create({
    kind,
    prefix: 'c',
    event: 'client.created',
    answer: showingSecret('secret'),
    build: (call) => {
      needFields(call.body, ['name', 'type']);
      const confidential = confidentialTypes.includes(textOf(call.body, 'type'));
      return {
        fields: { status: 'active', settings: {}, ...call.body, confidential, issuer_id: targetOf(call).id },
        hidden: confidential ? { secret: randomSecret() } : {},
      };
    },
  }),
  'clients.get': get(),
  'clients.update': update({ kind, event: 'client.updated' }),
  'clients.delete': remove(kind, 'client.deleted'),
  'clients.rotate_secret': (call) => {
    const { server, caller } = call;
    const client = targetOf(call);
    if (client.fields['confidential'] !== true) throw conflict('Only a confidential client has a secret.');
    const secret = randomSecret();
    const record = server.change(kind, client, {
      fields: { ...client.fields, secret_rotated_at: server.nowMs },
      hidden: rotated(client, secret, server.nowMs),
    });
    server.emit('client.secret.rotated', record, caller);
    return { kind: 'item', fields: { secret }, record };
  },
};

function itemView(client: StoredRecord): Fields {
  return { ...viewOf(client), scopes: [], protocol: notKnownText };
}
