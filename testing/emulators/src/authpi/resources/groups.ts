import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { create, get, list, remove, update } from '../records/operations.ts';
import { needFields } from '../records/validation.ts';

const kind = 'groups';

/** Groups of an organization. */
export const groupHandlers: Handlers = {
  'groups.list': list({ kind }),
  'groups.create': create({
    kind,
    prefix: 'grp',
    event: 'organization.group.created',
    build: (call) => {
      const { id, fields } = targetOf(call);
      needFields(call.body, ['name']);
      return { fields: { scopes: [], ...call.body, org_id: id, issuer_id: fields['issuer_id'] } };
    },
  }),
  'groups.get': get(),
  'groups.update': update({ kind, event: 'organization.group.updated' }),
  'groups.delete': remove(kind, 'organization.group.deleted'),
};
