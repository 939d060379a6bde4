import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { equal, flagged } from '../records/filters.ts';
import { change, create, get, list, remove } from '../records/operations.ts';
import { textOf } from '../records/record.ts';

const kind = 'organizations';

/** Organizations of an issuer. Deleting one deletes its keys, groups, members and invitations with it. */
export const organizationHandlers: Handlers = {
  'organizations.list': list({ kind, filters: { status: equal('status'), invitation_enabled: flagged('invitation_enabled') } }),
  'organizations.create': create({
    kind,
    prefix: 'org',
    event: 'organization.created',
    build: (call) => ({ fields: { status: 'active', org_type: 'default', ...call.body, issuer_id: targetOf(call).id } }),
  }),
  'organizations.get': get(),
  'organizations.update': change({
    kind,
    event: ({ fields: before }, { fields: after }) => {
      if (before['status'] === after['status']) return 'organization.updated';
      return after['status'] === 'suspended' ? 'organization.suspended' : 'organization.reactivated';
    },
    change: ({ body, server }, { fields }) => {
      const moved = 'status' in body && textOf(body, 'status') !== fields['status'];
      return { fields: { ...fields, ...body, ...(moved ? { status_at: server.nowMs } : {}) } };
    },
  }),
  'organizations.delete': remove(kind, 'organization.deleted'),
};
