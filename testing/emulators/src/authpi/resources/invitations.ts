import { conflict } from '../api-error.ts';
import type { Call, Handlers, Result } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { create, get, list, update } from '../records/operations.ts';
import type { Fields } from '../records/record.ts';
import { numberOf, textOf } from '../records/record.ts';
import { notKnownText } from '../not-known-text.ts';

const kind = 'invitations';
/** How long an invitation stands when its maker does not say. The real time is not known. */
const standsForSeconds = 7 * 86_400;

/** Invitations to an organization. What they are called in each state is not known; their instants tell it. */
export const invitationHandlers: Handlers = {
  'invitations.list': list({ kind }),
  'invitations.create': create({
    kind,
    prefix: 'inv',
    event: 'organization.invitation.created',
    build: (call) => {
      const { id, fields } = targetOf(call);
      const { expires_in_seconds: _lifetime, ...shown } = call.body;
      const { nowMs } = call.server;
      return {
        fields: {
          ...shown,
          email_invited: textOf(shown, 'email_invited').toLowerCase(),
          status: notKnownText,
          org_id: id,
          issuer_id: fields['issuer_id'],
          expires_at: nowMs + (numberOf(call.body, 'expires_in_seconds') ?? standsForSeconds) * 1_000,
          last_email_sent_at: nowMs,
        },
      };
    },
  }),
  'invitations.get': get(),
  'invitations.update': update({ kind, event: 'organization.invitation.updated' }),
  'invitations.resend': (call) => act(call, { fields: { last_email_sent_at: call.server.nowMs }, event: 'email.sent' }),
  'invitations.revoke': (call) => act(call, { fields: { revoked_at: call.server.nowMs }, event: 'organization.invitation.deleted' }),
};

/** Acts on an invitation that is still open. What the answer holds is not known, only that it is an object. */
function act(call: Call, { fields, event }: { readonly fields: Fields; readonly event: string }): Result {
  const invitation = targetOf(call);
  const over = ['accepted_at', 'declined_at', 'revoked_at'].find((name) => numberOf(invitation.fields, name) !== undefined);
  if (over !== undefined) throw conflict(`The invitation was ${over.replace('_at', '')}.`);
  const record = call.server.change(kind, invitation, { fields: { ...invitation.fields, ...fields } });
  call.server.emit(event, record, call.caller);
  return { kind: 'item', fields: {}, record };
}
