import { conflict, notFound } from '../api-error.ts';
import type { Call, Handlers } from '../records/call.ts';
import { memberKey, targetOf, withinOf } from '../records/call.ts';
import { equal, listing } from '../records/filters.ts';
import { create, list, remove, showing, update } from '../records/operations.ts';
import type { Fields, NewRecord, StoredRecord } from '../records/record.ts';
import { textOf, viewOf } from '../records/record.ts';
import { needFields } from '../records/validation.ts';

const kind = 'members';

/** Users and agents of the issuer that belong to an organization. Whoever is deleted is a member no more. */
export const memberHandlers: Handlers = {
  'members.list': list({ kind, view: memberView, filters: { status: equal('status'), scope: listing('scopes') } }),
  'members.create': create({
    kind,
    prefix: 'mem',
    event: 'organization.membership.created',
    build,
    answer: showing(memberView),
  }),
  'members.update': update({ kind, event: 'organization.membership.updated', answer: showing(memberView) }),
  'members.delete': remove(kind, 'organization.membership.deleted'),
};

function build(call: Call): Omit<NewRecord, 'within'> & Partial<NewRecord> {
  const { server, body } = call;
  const organization = targetOf(call);
  needFields(body, ['member_id', 'member_type']);
  const memberId = textOf(body, 'member_id');
  const people = body['member_type'] === 'agent' ? 'agents' : 'users';
  const issuerId = textOf(organization.fields, 'issuer_id');
  const id = memberKey(organization.id, memberId);
  if (server.table(people).get(memberId)?.fields['issuer_id'] !== issuerId) throw notFound(`The member ${memberId}`);
  if (server.table(kind).get(id) !== undefined) throw conflict('This is a member already.');
  return {
    id,
    within: [...withinOf(call), memberId],
    fields: { status: 'active', scopes: [], ...body, org_id: organization.id, issuer_id: issuerId },
  };
}

function memberView(member: StoredRecord): Fields {
  return { ...viewOf(member), joined_at: member.createdAtMs };
}
