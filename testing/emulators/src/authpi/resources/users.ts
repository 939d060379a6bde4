import { createHash } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { conflict } from '../api-error.ts';
import type { Call, Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { equal } from '../records/filters.ts';
import { change, create, get, list, remove } from '../records/operations.ts';
import type { Fields, StoredRecord } from '../records/record.ts';
import { textOf } from '../records/record.ts';
import { needFields } from '../records/validation.ts';
import { notKnownText } from '../not-known-text.ts';

const kind = 'users';
/** States that a caller can ask for. The others come about in other ways. */
const settable = ['active', 'suspended', 'disabled', 'blocked'];
const events: Readonly<Record<string, string>> = {
  'active blocked': 'user.blocked',
  'blocked active': 'user.unblocked',
  'pending_approval active': 'user.approval.approved',
  'pending_approval blocked': 'user.approval.rejected',
};

/** Users of an issuer. Those that wait for approval are also listed by themselves. */
export const userHandlers: Handlers = {
  'users.list': list({ kind, view: itemView, filters: { status: equal('status') } }),
  'users.create': create({
    kind,
    prefix: 'usr',
    event: 'user.created',
    build: (call) => {
      const { password, ...shown } = call.body;
      needFields(shown, ['username_type', 'username']);
      checkUnique(call, targetOf(call).id);
      return { fields: { status: 'active', profile: {}, ...shown, issuer_id: targetOf(call).id }, hidden: { password } };
    },
  }),
  'users.get': get(),
  'users.update': change({
    kind,
    event: ({ fields: before }, { fields: after }) => events[`${textOf(before, 'status')} ${textOf(after, 'status')}`] ?? 'user.updated',
    change: updated,
  }),
  'users.delete': remove(kind, 'user.deleted'),
  'approvals.list': list({ kind, view: itemView, where: ({ fields }) => fields['status'] === 'pending_approval' }),
  'approvals.get': get(),
};

function updated(call: Call, user: StoredRecord): { readonly fields: Fields } {
  const { status } = call.body;
  if (typeof status === 'string' && !settable.includes(status)) {
    throw new NotKnownError(`whether a user can be set to ${status} by hand`);
  }
  if ('username' in call.body) checkUnique(call, textOf(user.fields, 'issuer_id'), user.id);
  const changed = status === undefined || status === user.fields['status'] ? {} : { status_at: call.server.nowMs };
  return { fields: { ...user.fields, ...call.body, ...changed } };
}

/** Two users of an issuer never have the same name. @throws {ApiError} 409 */
function checkUnique({ server, body }: Call, issuerId: string, self?: string): void {
  const name = textOf(body, 'username');
  const same = server
    .table(kind)
    .made(issuerId)
    .some(({ id, fields }) => id !== self && fields['username'] === name);
  if (same) throw conflict('There is a user with this name.');
}

function itemView({ id, fields, createdAtMs, updatedAtMs }: StoredRecord): Fields {
  return {
    ...fields,
    user_id: id,
    username_hash: createHash('sha256').update(textOf(fields, 'username')).digest('hex'),
    store_id: notKnownText,
    created_at: createdAtMs,
    updated_at: updatedAtMs ?? createdAtMs,
  };
}
