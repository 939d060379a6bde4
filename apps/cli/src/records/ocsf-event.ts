import type { AuditEvent, JsonObject } from '@keyrack/contracts';

/** The version of the Open Cybersecurity Schema Framework that the events follow. */
const schemaVersion = '1.3.0';
const identityAndAccess = 3;
const entityManagement = 3004;
const informational = 1;

const activities = { create: 1, read: 2, update: 3, delete: 4, other: 99 } as const;
type Activity = keyof typeof activities;

/** What the events say in the schema's words; every other one is `other`, and its type says what it is. */
const activityOf: Readonly<Record<string, Activity>> = {
  'audit.checkpoint-signed': 'create',
  'audit.file-begun': 'create',
  'audit.file-ended': 'delete',
  'audit.signing-key-made': 'create',
  'connection.added': 'create',
  'connection.credential-opened': 'read',
  'connection.removed': 'delete',
  'connection.synced': 'read',
  'connection.updated': 'update',
  'key.adopted': 'update',
  'key.changed': 'update',
  'key.discarded': 'delete',
  'key.issued': 'create',
  'key.resumed': 'update',
  'key.revealed': 'read',
  'key.revoked': 'delete',
  'key.rotated': 'update',
  'key.successor-made': 'create',
  'key.suspended': 'update',
  'key.version-ended-again': 'delete',
  'key.version-retired': 'delete',
  'owner.added': 'create',
  'rack.rekeyed': 'update',
};

/**
 * An audit event as one of class Entity Management, for whoever collects such events.
 * Source: OCSF 1.3.0, `events/iam/entity_management`.
 *
 * @param connection - the connection's name; null: the event belongs to none.
 */
export function ocsfEvent(event: AuditEvent, connection: string | null): JsonObject {
  const { type, sequence, atMs, actor, operationId, hash, previousHash } = event;
  const activity = activityOf[type] ?? 'other';
  return {
    activity_id: activities[activity],
    activity_name: activity === 'other' ? type : activity.charAt(0).toUpperCase() + activity.slice(1),
    category_uid: identityAndAccess,
    class_uid: entityManagement,
    type_uid: entityManagement * 100 + activities[activity],
    severity_id: informational,
    time: atMs,
    metadata: {
      version: schemaVersion,
      product: { name: 'Keyrack', vendor_name: 'Keyrack' },
      event_code: type,
      log_name: 'audit',
      sequence,
      uid: hash,
      ...(operationId !== null && { correlation_uid: operationId }),
    },
    actor: { user: { name: actor } },
    entity: entityOf(event, connection),
    unmapped: { previous_hash: previousHash },
  };
}

function entityOf({ type, keyId, connectionId, detail }: AuditEvent, connection: string | null): JsonObject {
  const [noun = 'rack'] = type.split('.');
  const named = detail['name'] ?? detail['owner'] ?? connection ?? noun;
  const name = typeof named === 'string' ? named : noun;
  const place = { ...(connection !== null && { connection }), ...detail };
  if (noun === 'key') return { type: 'access key', name, ...(keyId !== null && { uid: keyId }), data: place };
  return { type: noun, name, ...(noun === 'connection' && connectionId !== null && { uid: connectionId }), data: place };
}
