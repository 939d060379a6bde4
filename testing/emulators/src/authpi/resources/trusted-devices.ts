import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { create, list, remove } from '../records/operations.ts';
import type { StoredRecord } from '../records/record.ts';
import { needFields } from '../records/validation.ts';

const kind = 'trusted_devices';
const trustedForMs = 30 * 86_400_000;

/** Devices on which a user need not prove more than a password. How long they are trusted is not known; here 30 days. */
export const trustedDeviceHandlers: Handlers = {
  'trusted_devices.list': list({ kind }),
  'trusted_devices.create': create({
    kind,
    prefix: 'dev',
    event: 'user.device.trusted',
    answer: ({ id, fields }) => ({ kind: 'item', fields: { ...fields, device_id: id }, about: id }),
    build: ({ body, server }) => {
      needFields(body, ['fingerprint']);
      return { fields: { ...body, trusted_at: server.nowMs, expires_at: server.nowMs + trustedForMs } };
    },
  }),
  'trusted_devices.revoke_all': (call) => {
    const devices: readonly StoredRecord[] = call.server.table(kind).made(targetOf(call).id);
    for (const device of devices) {
      call.server.remove(kind, device);
      call.server.emit('user.device.revoked', device, call.caller);
    }
    return { kind: 'item', fields: { revoked_count: devices.length }, about: targetOf(call).id };
  },
  'trusted_devices.delete': remove(kind, 'user.device.revoked'),
};
