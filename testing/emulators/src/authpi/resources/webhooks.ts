import { NotKnownError } from '../../kit/not-known.ts';
import { invalidRequest } from '../api-error.ts';
import type { Call, Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { equal } from '../records/filters.ts';
import { change, create, get, list, remove, showing } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { objectOf, textOf, viewOf } from '../records/record.ts';
import { randomSecret } from '../random.ts';

const kind = 'webhooks';

/** Webhooks of an account. What they deliver is in `deliveries`. */
export const webhookHandlers: Handlers = {
  'webhooks.list': list({ kind, view: itemView, filters: { status: equal('status') } }),
  'webhooks.create': create({
    kind,
    prefix: 'wh',
    event: 'webhook.created',
    build: (call) => {
      checkTarget(call.body);
      const { auth, secret } = authFrom(call.body);
      return { fields: { status: 'active', ...call.body, auth, account_id: targetOf(call).id }, hidden: { secret } };
    },
    answer: showing(withToken),
  }),
  'webhooks.get': get(),
  'webhooks.update': change({
    kind,
    event: eventOf,
    change: updated,
    answer: (webhook, call) => showing('auth' in call.body ? withToken : viewOf)(webhook, call),
  }),
  'webhooks.delete': remove(kind, 'webhook.deleted'),
};

function updated({ body, server }: Call, { fields, hidden }: StoredRecord): { readonly fields: Fields; readonly hidden: Fields } {
  checkTarget(body);
  const moved = 'status' in body && body['status'] !== fields['status'] ? { status_at: server.nowMs } : {};
  if (!('auth' in body)) return { fields: { ...fields, ...body, ...moved }, hidden };
  const { auth, secret } = authFrom(body);
  return { fields: { ...fields, ...body, auth, ...moved }, hidden: { ...hidden, secret } };
}

/** A bearer token is made by the service and shown once, within `auth`. */
function authFrom(body: Fields): { readonly auth: Fields; readonly secret: string | undefined } {
  const { type } = objectOf(body, 'auth');
  if (type === 'none') return { auth: { type }, secret: undefined };
  if (type === 'bearer') return { auth: { type }, secret: randomSecret() };
  throw new NotKnownError('how deliveries are signed');
}

function withToken(webhook: StoredRecord): Fields {
  const { secret } = webhook.hidden;
  const view = viewOf(webhook);
  return secret === undefined ? view : { ...view, auth: { ...objectOf(view, 'auth'), bearer_token_plain: secret } };
}

function checkTarget(body: Fields): void {
  if (body['subjects'] !== undefined && body['subjects'] !== null)
    throw new NotKnownError('which deliveries the subjects of a webhook select');
  const url = body['url'];
  if (typeof url !== 'string' || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return;
  const message = 'url must be an http or https address.';
  throw invalidRequest(message, [{ field: 'url', code: 'invalid_value', message }]);
}

function eventOf({ fields: before }: StoredRecord, { fields: after }: StoredRecord): string {
  if (before['status'] === after['status']) return 'webhook.updated';
  return after['status'] === 'active' ? 'webhook.resumed' : 'webhook.paused';
}

function itemView(webhook: StoredRecord): Fields {
  return { ...viewOf(webhook), auth_type: textOf(objectOf(webhook.fields, 'auth'), 'type') };
}
