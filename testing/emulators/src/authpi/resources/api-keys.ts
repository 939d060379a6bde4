import { NotKnownError } from '../../kit/not-known.ts';
import { conflict } from '../api-error.ts';
import type { Call, Handler, Handlers, Result } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { change, create, get, list, remove, showing, showingSecret } from '../records/operations.ts';
import { containing } from '../records/filters.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { objectOf, textOf } from '../records/record.ts';
import type { States } from '../records/transition.ts';
import { transition } from '../records/transition.ts';
import { randomSecret } from '../random.ts';
import { organizationIdOf } from './account-fields.ts';
import { keyItemView, keyView, newKey, rotated, shownSecret, statusOf } from './api-key-fields.ts';

const kind = 'api_keys';
const states: States = { kind, view: keyView, statusOf, event: eventOf };

/** Keys are made and listed in the account or an organization, and everything else happens to them in the account. */
export const apiKeyHandlers: Handlers = {
  'account_api_keys.list': listOf((key, call) => key.fields['org_id'] === organizationIdOf(targetOf(call))),
  'account_api_keys.create': createIn((call) => ({
    organizationId: organizationIdOf(targetOf(call)),
    issuerId: call.server.settings.platformIssuerId,
  })),
  'account_api_keys.get': get(keyView),
  'account_api_keys.update': change({ kind, event: eventOf, change: updated, answer: showing(keyView) }),
  'account_api_keys.delete': remove(kind, 'api-key.deleted'),
  'account_api_keys.block': transition(states, 'blocked', { from: ['active', 'suspended', 'expired'] }),
  'account_api_keys.unblock': transition(states, 'active', { from: ['blocked'] }),
  'account_api_keys.revoke': transition(states, 'revoked', { from: ['active', 'blocked', 'suspended', 'expired'] }),
  'account_api_keys.rotate': rotate,
  'organization_api_keys.list': listOf((key, call) => key.fields['org_id'] === targetOf(call).id),
  'organization_api_keys.create': createIn((call) => {
    const organization = targetOf(call);
    return { organizationId: organization.id, issuerId: textOf(organization.fields, 'issuer_id') };
  }),
};

function listOf(where: (key: StoredRecord, call: Call) => boolean): Handler {
  const status = (key: StoredRecord, wanted: string, { server }: Call) => statusOf(key, server.nowMs) === wanted;
  return list({ kind, view: keyItemView, where, filters: { q: containing('name'), status } });
}

function createIn(owner: (call: Call) => { readonly organizationId: string; readonly issuerId: string }): Handler {
  return create({
    kind,
    prefix: 'key',
    event: 'api-key.created',
    answer: showingSecret('secret_plain', keyView),
    build: (call) => {
      if ('secret' in call.body || 'secret_hint' in call.body) {
        throw new NotKnownError('whether the secret of a new API key is sent as a plain text or as a hash');
      }
      return newKey({ ...owner(call), name: textOf(call.body, 'name'), secret: randomSecret(), fields: call.body });
    },
  });
}

/** The fields after a PATCH. Restrictions are replaced as a whole; without scopes a key may do nothing. */
function updated({ body, server }: Call, key: StoredRecord): { readonly fields: Fields } {
  const { status, ...rest } = body;
  if (key.fields['status'] === 'revoked') throw conflict('A revoked key cannot be changed.');
  if (status === 'expired') throw new NotKnownError('whether a key can be set to expired by hand');
  const fields = { ...key.fields, ...rest };
  return {
    fields: {
      ...fields,
      restrictions: { scopes: [], ...objectOf(fields, 'restrictions') },
      ...(typeof status === 'string' ? { status, status_at: server.nowMs } : {}),
    },
  };
}

function rotate(call: Call): Result {
  const { server, caller } = call;
  const key = targetOf(call);
  const status = statusOf(key, server.nowMs);
  if (status === 'revoked' || status === 'expired') throw conflict(`A key that is ${status} cannot be rotated.`);
  const secret = randomSecret();
  const record = server.change(kind, key, {
    fields: { ...key.fields, secret: shownSecret(secret), last_rotated_at: server.nowMs },
    hidden: rotated(key, secret, server.nowMs),
  });
  server.emit('api-key.updated', record, caller);
  return { kind: 'item', fields: { secret_plain: secret }, record };
}

/** Only blocking and unblocking have events of their own. */
function eventOf({ fields: before }: StoredRecord, { fields: after }: StoredRecord): string {
  if (before['status'] === after['status']) return 'api-key.updated';
  if (after['status'] === 'blocked') return 'api-key.blocked';
  return before['status'] === 'blocked' && after['status'] === 'active' ? 'api-key.unblocked' : 'api-key.updated';
}
