import type { Handlers } from '../records/call.ts';
import { get, list } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { numberOf, textOf, viewOf } from '../records/record.ts';
import type { States } from '../records/transition.ts';
import { transition } from '../records/transition.ts';

const kind = 'sessions';
const states: States = { kind, view: sessionView, statusOf, event: 'session.updated' };

/** Sessions come about by logging in, which is not part of this API. */
export const sessionHandlers: Handlers = {
  'user_sessions.list': list({
    kind,
    view: sessionView,
    filters: { status: (session, wanted, { server }) => statusOf(session, server.nowMs) === wanted },
  }),
  'issuer_sessions.get': get(sessionView),
  'issuer_sessions.suspend': transition(states, 'suspended', { from: ['active', 'inactive'] }),
  'issuer_sessions.reactivate': transition(states, 'active', { from: ['suspended', 'inactive'] }),
  'issuer_sessions.revoke': transition(states, 'revoked', {
    from: ['active', 'inactive', 'suspended', 'expired'],
    also: (nowMs) => ({ revoked_at: nowMs }),
    event: 'session.terminated',
  }),
};

/** The session's status now: one that is in use ends by itself. */
function statusOf({ fields }: StoredRecord, nowMs: number): string {
  const status = textOf(fields, 'status');
  const ended = (numberOf(fields, 'expires_at') ?? Infinity) <= nowMs;
  return ended && status !== 'revoked' ? 'expired' : status;
}

function sessionView(session: StoredRecord, { nowMs }: { readonly nowMs: number }): Fields {
  return { ...viewOf(session), status: statusOf(session, nowMs) };
}
