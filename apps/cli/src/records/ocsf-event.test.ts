import type { AuditEvent } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { ocsfEvent } from './ocsf-event.ts';

const event: AuditEvent = {
  sequence: 7,
  type: 'key.issued',
  atMs: Date.UTC(2026, 10, 21),
  actor: 'alice',
  connectionId: 'con_1',
  keyId: 'key_1',
  operationId: 'op_1',
  detail: { name: 'bob-phone', upstreamId: '12' },
  previousHash: 'a'.repeat(64),
  hash: 'b'.repeat(64),
};

/** What the class demands, and the ranges of its numbers. */
function expectValid(written: Readonly<Record<string, unknown>>): void {
  expect(written).toMatchObject({ category_uid: 3, class_uid: 3004, severity_id: 1, time: event.atMs });
  expect(written['type_uid']).toBe(300_400 + Number(written['activity_id']));
  expect(written).toMatchObject({
    metadata: { version: '1.3.0', product: { vendor_name: 'Keyrack' } },
    entity: { name: expect.any(String) },
  });
}

describe('ocsfEvent', () => {
  test('writes who did what to which key, and what holds the chain together', () => {
    const written = ocsfEvent(event, 'vpn');
    expectValid(written);
    expect(written).toMatchObject({
      activity_id: 1,
      activity_name: 'Create',
      actor: { user: { name: 'alice' } },
      entity: { type: 'access key', uid: 'key_1', name: 'bob-phone', data: { connection: 'vpn', upstreamId: '12' } },
      metadata: { event_code: 'key.issued', sequence: 7, uid: event.hash, correlation_uid: 'op_1' },
      unmapped: { previous_hash: event.previousHash },
    });
  });

  test.each([
    ['key.revoked', 4, 'Delete'],
    ['key.revealed', 2, 'Read'],
    ['key.changed', 3, 'Update'],
    ['key.issue-begun', 99, 'key.issue-begun'],
    ['key.never-heard-of', 99, 'key.never-heard-of'],
  ])('says of %s that it is activity %i', (type, id, name) => {
    const written = ocsfEvent({ ...event, type }, null);
    expectValid(written);
    expect(written).toMatchObject({ activity_id: id, activity_name: name });
  });

  test('names what is no key as well', () => {
    const bare = { ...event, keyId: null, operationId: null };
    expect(ocsfEvent({ ...bare, type: 'connection.added', detail: { name: 'vpn' } }, 'vpn')).toMatchObject({
      entity: { type: 'connection', uid: 'con_1', name: 'vpn' },
    });
    const nowhere = { ...bare, connectionId: null };
    expect(ocsfEvent({ ...nowhere, type: 'owner.added', detail: { owner: 'bob' } }, null)).toMatchObject({
      entity: { type: 'owner', name: 'bob' },
    });
    expect(ocsfEvent({ ...nowhere, type: 'rack.rekeyed', detail: { from: 'a', to: 'b' } }, null)).toMatchObject({
      entity: { type: 'rack', name: 'rack' },
    });
  });
});
