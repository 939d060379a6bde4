import { randomBytes } from 'node:crypto';
import { conflict } from '../api-error.ts';
import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { create, get, list, remove } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { numberOf, objectOf, textOf, textsOf } from '../records/record.ts';
import type { States } from '../records/transition.ts';
import { transition } from '../records/transition.ts';
import { randomId } from '../random.ts';
import { keyView, statusOf } from './api-key-fields.ts';

const kind = 'tokens';
const states: States = { kind, view: keyView, statusOf, event: 'user.personal-token.updated' };
const mostActive = 50;

/** Personal tokens are made and listed under their user, and everything else happens to them in the account. */
export const tokenHandlers: Handlers = {
  'user_tokens.list': list({
    kind,
    view: itemView,
    filters: { status: (token, wanted, { server }) => statusOf(token, server.nowMs) === wanted },
  }),
  'user_tokens.create': create({
    kind,
    prefix: 'tok',
    event: 'user.personal-token.created',
    // Neither an id nor a tag comes back, only the token itself.
    answer: ({ id, hidden }) => ({ kind: 'item', fields: { token_plain: hidden['token'] }, about: id }),
    build: (call) => {
      const user = targetOf(call);
      const active = call.server
        .table(kind)
        .made(user.id)
        .filter((token) => statusOf(token, call.server.nowMs) === 'active');
      if (active.length >= mostActive) throw conflict(`A user has at most ${mostActive} active tokens.`);
      const jti = randomId('jti');
      const issuerId = textOf(user.fields, 'issuer_id');
      return {
        fields: { ...call.body, type: 'personal_token', status: 'active', user_id: user.id, issuer_id: issuerId, jti },
        hidden: { token: jwt({ jti, sub: user.id, exp: numberOf(call.body, 'expires_at') }) },
      };
    },
  }),
  'account_tokens.get': get(keyView),
  'account_tokens.delete': remove(kind, 'user.personal-token.deleted'),
  'account_tokens.revoke': transition(states, 'revoked', { from: ['active', 'blocked', 'suspended', 'expired'] }),
  'issuer_tokens.introspect': (call) => {
    const { server, body } = call;
    const wanted = textOf(body, 'token');
    const token = server
      .table(kind)
      .made(targetOf(call).id)
      .find(({ hidden }) => hidden['token'] === wanted);
    return { kind: 'item', fields: { active: token !== undefined && statusOf(token, server.nowMs) === 'active' } };
  },
};

/** Looks like a signed token; nobody can check the signature. */
function jwt(claims: Fields): string {
  const part = (value: Fields) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}.${randomBytes(64).toString('base64url')}`;
}

function itemView(token: StoredRecord, now: { readonly nowMs: number }): Fields {
  return { tags: [], ...keyView(token, now), scopes: textsOf(objectOf(token.fields, 'restrictions'), 'scopes') };
}
