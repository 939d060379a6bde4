import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { create, get, list, remove } from '../records/operations.ts';

const kind = 'auth_methods';

/** Ways to log in at an issuer. What they look like is only known from an older documentation page. */
export const authMethodHandlers: Handlers = {
  'auth_methods.list': list({ kind }),
  'auth_methods.create': create({
    kind,
    prefix: 'am',
    event: 'issuer.auth-method.created',
    build: (call) => ({ fields: { ...call.body, issuer_id: targetOf(call).id } }),
  }),
  'auth_methods.get': get(),
  'auth_methods.delete': remove(kind, 'issuer.auth-method.deleted'),
};
